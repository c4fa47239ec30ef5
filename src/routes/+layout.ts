/** Every page renders on the device, from the device's data: see docs/decisions/0002. */
export const ssr = false;

/** A choice taken or taken back, in the order of the vocabulary, whatever the order of the taps. */
export function toggled<Code>(all: readonly Code[], chosen: readonly Code[], code: Code): Code[] {
	return all.filter((each) => (each === code) !== chosen.includes(each));
}

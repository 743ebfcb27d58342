import type { Diagnostic } from './diagnostic.js';
import { makeFace } from './face.js';
import { findSecretSpans, hideSpans, uniteSpans } from './secret-spans.js';

/** A line of a file as it stands there, and what of it is secret although it does not look it. */
type WithLine = Pick<Diagnostic, 'sourceLine' | 'hidden'>;

const hideLine = makeFace(({ sourceLine, hidden = [], ...rest }: WithLine) => {
  if (sourceLine === undefined) return rest;
  return { ...rest, sourceLine: hideSpans(sourceLine, uniteSpans([...findSecretSpans(sourceLine), ...hidden])).text };
});

/** Keeps the secrets in lines of files from whoever logs them: there `****` stands for them. @returns what was given */
export function hideLines<List extends readonly WithLine[]>(list: List): List {
  for (const one of list) hideLine(one);
  return list;
}

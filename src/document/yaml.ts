import {
  CHOMPING_MODE,
  CORE_SCHEMA,
  constructFromEvents,
  dump,
  EVENT_ID,
  type Event,
  getScalarValue,
  mergeTag,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';

// The only file that imports js-yaml.

/** What the parser met, in order, with offsets into the source. */
export type YamlEvent = Event;
export type YamlScalar = ScalarEvent;
export const YAML_EVENT = EVENT_ID;
export const YAML_STYLE = SCALAR_STYLE;
export const YAML_CHOMPING = CHOMPING_MODE;

/** What the parser says when it gives up: its own words, and an offset into the source. */
export class YamlFailure extends Error {
  override readonly name = 'YamlFailure';
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.offset = offset;
  }
}

// YAML 1.2 core (`0x10` is 16, `yes` is text, dates are text) and the merge key `<<`.
const SCHEMA = CORE_SCHEMA.withTags(mergeTag);

/** How deep lists and maps may be nested. */
export const DEEPEST = 100;

/** Keys that `<<` may copy in one file. */
const MOST_MERGED_KEYS = 1_000_000;

/** Splits YAML text into events. @throws {YamlFailure} at the first mistake */
export function readEvents(source: string): YamlEvent[] {
  return translateFailure(() => parseEvents(source, { maxDepth: DEEPEST }));
}

/** Makes the value of each document from its events. @throws {YamlFailure} at the first mistake */
export function constructValues(events: YamlEvent[], source: string): unknown[] {
  return translateFailure(() =>
    constructFromEvents(events, { source, schema: SCHEMA, maxTotalMergeKeys: MOST_MERGED_KEYS }),
  );
}

/** Text of a scalar, escapes and folds undone. */
export function scalarText(source: string, scalar: YamlScalar): string {
  return getScalarValue(source, scalar);
}

/** What YAML makes of one scalar: text, number, boolean or null. @throws {YamlFailure} when its tag does not fit */
export function scalarValue(source: string, scalar: YamlScalar): unknown {
  const document: YamlEvent = { type: EVENT_ID.DOCUMENT, explicitStart: false, explicitEnd: false, directives: [] };
  return constructValues([document, scalar, { type: EVENT_ID.POP }], source)[0];
}

/** Writes a value as YAML: no line is folded, nothing is written as a reference, control characters are escaped. */
export function writeYaml(value: unknown): string {
  return dump(value, { schema: SCHEMA, lineWidth: -1, noRefs: true });
}

function translateFailure<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof YAMLException) throw new YamlFailure(error.reason, error.mark?.position ?? 0);
    throw error;
  }
}

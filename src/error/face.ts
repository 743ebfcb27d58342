import { inspect } from 'node:util';

/**
 * Makes what gives objects another face for whoever logs them: `util.inspect`, and with it `console.log`, and `JSON.stringify` see what `show`
 * gives. Their properties are read as ever, and a copy made with `{...object}`, or sent to a worker, is without it.
 *
 * @returns the object itself
 */
export function makeFace<T extends object>(show: (object: T) => unknown): (object: T) => T {
  const look = {
    value(this: T) {
      return show(this);
    },
  };
  const face = { toJSON: look, [inspect.custom]: look };
  return (object) => Object.defineProperties(object, face);
}

import type { Job } from '../model/fields';
import { shownText } from '../model/oneLine';

/** More does not fit beside a job's name. */
const LONGEST = 200;

/** What a job asks for, in a few words. */
export function jobFieldsText({ fields }: Job): string {
  return shownText(fields.map(({ title }) => title).join(', '), LONGEST);
}

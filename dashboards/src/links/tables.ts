import { narrowed } from '../foundation/variables.js';
import { linksTable } from '../panels/links.js';

export const allLinks = () =>
  linksTable({
    id: 20,
    title: 'Every link',
    description:
      'One row for each direction and kind of evidence: who sent, who heard, the newest signal and how often it was seen.',
    queries: [{ queryType: 'links', ...narrowed }],
  });

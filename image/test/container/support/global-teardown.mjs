import { removeFolder } from './remove-folder.mjs';

export default function tearDown() {
  removeFolder(process.env.IMAGE_TEST_FOLDER);
}

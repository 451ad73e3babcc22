package dev.cnilab.userland.file.mount;

/** What becomes of a symlink that is the last component of a path; path_resolution(7). */
enum Last {
  FOLLOWED,
  NOT_FOLLOWED
}

package dev.cnilab.userland.file.mount;

/** Whether a symlink is followed that is the last component of a path; path_resolution(7). */
enum FinalSymlink {
  FOLLOWED,
  NOT_FOLLOWED
}

package dev.cnilab.userland.coreutils.find;

import dev.cnilab.userland.file.FileStatus;

/** A file that find visits. */
record Visited(String path, FileStatus status) {
  String name() {
    String bare = path.replaceFirst("(?<=.)/+$", "");
    return bare.equals("/") ? bare : bare.substring(bare.lastIndexOf('/') + 1);
  }
}

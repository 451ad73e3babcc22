package dev.cnilab.userland.file;

import com.google.common.jimfs.FileTimeSource;
import dev.cnilab.netsim.loop.EventLoop;
import java.nio.file.attribute.FileTime;

/** Lets files bear the virtual time. */
record LoopTime(EventLoop loop) implements FileTimeSource {
  @Override
  public FileTime now() {
    return FileTime.from(loop.now());
  }
}

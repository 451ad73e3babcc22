package dev.cnilab.userland.file;

import com.google.common.jimfs.FileTimeSource;
import dev.cnilab.netsim.loop.EventLoop;
import java.nio.file.attribute.FileTime;

/** Lets files bear the virtual time; those of one instant share the object that says it. */
final class LoopTime implements FileTimeSource {
  private final EventLoop loop;
  private long nanoTime = -1;
  private FileTime last = FileTime.fromMillis(0);

  LoopTime(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public synchronized FileTime now() {
    if (loop.nanoTime() != nanoTime) {
      nanoTime = loop.nanoTime();
      last = FileTime.from(loop.now());
    }
    return last;
  }
}

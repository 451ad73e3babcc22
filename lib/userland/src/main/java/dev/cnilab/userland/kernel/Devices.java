package dev.cnilab.userland.kernel;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.hardware.WallClock;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** The devices in /dev. */
public final class Devices {
  private Devices() {}

  /** A file system with the devices that every container has. */
  public static FileTree tree(WallClock clock) {
    return tree(clock, all(clock.loop()));
  }

  /** The same, with devices shared with other file systems. */
  public static FileTree tree(WallClock clock, KernelFile.Directory devices) {
    return new KernelTree("devtmpfs", clock.instant(), devices);
  }

  /** All devices; their random bytes come from the loop. */
  public static KernelFile.Directory all(EventLoop loop) {
    return KernelFile.Directory.of(
        Map.ofEntries(
            Map.entry("null", new KernelFile.Device(Sink::discarding)),
            Map.entry("zero", new KernelFile.Device(Zero::new)),
            Map.entry("full", new KernelFile.Device(Full::new)),
            Map.entry("random", new KernelFile.Device(() -> new Random(loop))),
            Map.entry("urandom", new KernelFile.Device(() -> new Random(loop))),
            Map.entry("fd", link("/proc/self/fd")),
            Map.entry("stdin", link("/proc/self/fd/0")),
            Map.entry("stdout", link("/proc/self/fd/1")),
            Map.entry("stderr", link("/proc/self/fd/2")),
            Map.entry("shm", KernelFile.Directory.of(Map.of())),
            Map.entry("pts", KernelFile.Directory.of(Map.of()))));
  }

  /** What a container has at /dev/pts; devpts(5). */
  public static FileTree terminals(WallClock clock) {
    return new KernelTree(
        "devpts",
        ",gid=5,mode=620,ptmxmode=666",
        clock.instant(),
        KernelFile.Directory.of(Map.of()));
  }

  /** What a container has at /dev/mqueue: no queues; mq_overview(7). */
  public static FileTree queues(WallClock clock) {
    return new KernelTree("mqueue", clock.instant(), KernelFile.Directory.of(Map.of()));
  }

  private static KernelFile link(String target) {
    return new KernelFile.Link(() -> target);
  }

  /** Reads as zeros and discards everything written. */
  private static class Zero extends OpenFile {
    @Override
    public int read(byte[] buffer, int offset, int length) {
      Arrays.fill(buffer, offset, offset + length, (byte) 0);
      return length;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      // Discarded.
    }
  }

  private static final class Full extends Zero {
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      throw new IOException("No space left on device");
    }
  }

  private static final class Random extends Zero {
    private final EventLoop loop;

    Random(EventLoop loop) {
      this.loop = loop;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      byte[] bytes = new byte[length];
      loop.random().nextBytes(bytes);
      System.arraycopy(bytes, 0, buffer, offset, length);
      return length;
    }
  }
}

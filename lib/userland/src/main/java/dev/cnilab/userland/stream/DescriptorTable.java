package dev.cnilab.userland.stream;

import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.file.open.Sink;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The open files of a process, by file descriptor. */
public final class DescriptorTable {
  /** systemd's DefaultLimitNOFILE, which containerd passes on to containers. */
  private static final int OPEN_FILES = 1024;

  /** What systemd lets it be raised to. */
  private static final int MOST_OPEN_FILES = 524_288;

  /** The first file descriptor after the standard streams. */
  private static final int FIRST_DESCRIPTOR = 3;

  private final Map<Integer, OpenFile> open = new TreeMap<>();
  private int limit = OPEN_FILES;
  private int most = MOST_OPEN_FILES;
  private int next = FIRST_DESCRIPTOR;

  private DescriptorTable() {}

  /** Standard streams without content or reader. */
  public static DescriptorTable nowhere() {
    DescriptorTable nowhere = new DescriptorTable();
    for (int number = 0; number < FIRST_DESCRIPTOR; number++) {
      nowhere.open.put(number, Sink.discarding());
    }
    return nowhere;
  }

  /** A copy for a child, which becomes one more holder of each file. */
  public DescriptorTable copy(Map<Integer, OpenFile> others) {
    DescriptorTable copy = new DescriptorTable();
    copy.limit = limit;
    copy.most = most;
    copy.open.putAll(open);
    copy.open.putAll(others);
    copy.open.values().forEach(OpenFile::share);
    return copy;
  }

  /** The file of a descriptor; if it is closed, a file whose calls all fail. */
  public OpenFile get(int number) {
    return open.getOrDefault(number, ClosedFile.INSTANCE);
  }

  /** The open files by file descriptor, as a copy. */
  public Map<Integer, OpenFile> byNumber() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(open));
  }

  /** RLIMIT_NOFILE: all file descriptors are below it. */
  public int limit() {
    return limit;
  }

  /** The hard limit, to which a process may raise the other one. */
  public int most() {
    return most;
  }

  /** Sets the limit within the hard one, as setrlimit(2) does; children inherit it. */
  public void setLimit(int descriptors) {
    limit = Math.min(descriptors, most);
  }

  /**
   * Like setrlimit(2), whose checks are the caller's; children inherit both.
   *
   * @param soft at most {@code hard}
   */
  public void setLimits(int soft, int hard) {
    limit = soft;
    most = hard;
  }

  /** Whether one more file may be opened. */
  public boolean hasRoom() {
    return open.size() < limit;
  }

  /** The lowest free file descriptor after the standard streams. */
  public int free() {
    while (open.containsKey(next)) {
      next++;
    }
    return next;
  }

  /** Sets the file of a descriptor, which becomes one more holder of it; like dup2(2). */
  public void set(int number, OpenFile file) {
    OpenFile before = open.put(number, file.share());
    if (before != null) {
      before.close();
    }
  }

  /** Like close(2); does nothing if it is not open. */
  public void close(int number) {
    OpenFile before = open.remove(number);
    if (number >= FIRST_DESCRIPTOR) {
      next = Math.min(next, number);
    }
    if (before != null) {
      before.close();
    }
  }

  /** Closes all files, when the process exits. */
  public void closeAll() {
    List.copyOf(open.keySet()).forEach(this::close);
  }
}

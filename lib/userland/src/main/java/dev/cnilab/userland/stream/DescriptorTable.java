package dev.cnilab.userland.stream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files that a process has open, by their descriptors. */
public final class DescriptorTable {
  /** systemd's DefaultLimitNOFILE, which containerd hands on to containers. */
  private static final int OPEN_FILES = 1024;

  /** The first number after the standard streams'. */
  private static final int FIRST_DESCRIPTOR = 3;

  private final Map<Integer, OpenFile> open = new TreeMap<>();
  private int limit = OPEN_FILES;
  private int next = FIRST_DESCRIPTOR;

  private DescriptorTable() {}

  /** Standard streams that lead nowhere. */
  public static DescriptorTable nowhere() {
    DescriptorTable nowhere = new DescriptorTable();
    for (int number = 0; number < FIRST_DESCRIPTOR; number++) {
      nowhere.open.put(number, Sink.discarding());
    }
    return nowhere;
  }

  /** The same for a child, which becomes one more holder of each file. */
  public DescriptorTable copy(Map<Integer, OpenFile> others) {
    DescriptorTable copy = new DescriptorTable();
    copy.limit = limit;
    copy.open.putAll(open);
    copy.open.putAll(others);
    copy.open.values().forEach(OpenFile::share);
    return copy;
  }

  /** What a descriptor stands for; a file that only fails if it is closed. */
  public OpenFile get(int number) {
    return open.getOrDefault(number, ClosedFile.INSTANCE);
  }

  /** The open ones by number, as they are now. */
  public Map<Integer, OpenFile> byNumber() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(open));
  }

  /** RLIMIT_NOFILE: descriptors have numbers below it. */
  public int limit() {
    return limit;
  }

  /** As setrlimit(2); children get it, too. */
  public void setLimit(int descriptors) {
    limit = descriptors;
  }

  /** Whether one more may be opened. */
  public boolean hasRoom() {
    return open.size() < limit;
  }

  /** The lowest number after the standard streams' that stands for nothing. */
  public int free() {
    while (open.containsKey(next)) {
      next++;
    }
    return next;
  }

  /** Lets a descriptor stand for that file, of which it becomes one more holder; as dup2(2). */
  public void set(int number, OpenFile file) {
    OpenFile before = open.put(number, file.share());
    if (before != null) {
      before.close();
    }
  }

  /** As close(2); nothing if it is not open. */
  public void close(int number) {
    OpenFile before = open.remove(number);
    if (number >= FIRST_DESCRIPTOR) {
      next = Math.min(next, number);
    }
    if (before != null) {
      before.close();
    }
  }

  /** Closes all, at the end of the process. */
  public void closeAll() {
    List.copyOf(open.keySet()).forEach(this::close);
  }
}

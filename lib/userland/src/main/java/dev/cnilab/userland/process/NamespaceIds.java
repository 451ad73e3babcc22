package dev.cnilab.userland.process;

import java.util.IdentityHashMap;
import java.util.Map;

/** The inode numbers that identify namespaces. */
public final class NamespaceIds {
  /** PROC_DYNAMIC_FIRST; the initial namespaces have the numbers just before it. */
  private static final long FIRST = 4_026_531_835L;

  private static final long LATER = 4_026_532_200L;

  private final Map<NamespaceKind, Map<Object, Long>> ids =
      new java.util.EnumMap<>(NamespaceKind.class);
  private long next = LATER;

  NamespaceIds() {
    for (NamespaceKind each : NamespaceKind.values()) {
      ids.put(each, new IdentityHashMap<>());
    }
  }

  /** The name in the links of /proc/PID/ns: {@code net:[4026531840]}. */
  public String name(NamespaceKind kind, Process process) {
    long id =
        ids.getOrDefault(kind, Map.of())
            .computeIfAbsent(kind.of(process), any -> process.pid() == 1 ? first(kind) : next++);
    return kind.fileName() + ":[" + id + "]";
  }

  private static long first(NamespaceKind kind) {
    return switch (kind) {
      case CGROUP -> FIRST;
      case PID -> FIRST + 1;
      case USER -> FIRST + 2;
      case UTS -> FIRST + 3;
      case IPC -> FIRST + 4;
      case NET -> FIRST + 5;
      case MNT -> FIRST + 6;
    };
  }
}

package dev.cnilab.userland.process;

import dev.cnilab.netsim.NetworkNamespace;
import java.util.EnumMap;
import java.util.Map;
import java.util.WeakHashMap;

/** The inode numbers that identify namespaces. */
public final class NamespaceIds {
  /** PROC_DYNAMIC_FIRST; the initial namespaces have the numbers just before it. */
  private static final long FIRST = 4_026_531_835L;

  private static final long LATER = 4_026_532_200L;

  /** The weak keys have no equality but their identity; a namespace's number ends with it. */
  private final Map<NamespaceKind, Map<Object, Long>> ids = new EnumMap<>(NamespaceKind.class);

  private long next = LATER;

  /** Numbers the namespaces of the first process, as every kernel does. */
  NamespaceIds(Process init) {
    for (NamespaceKind each : NamespaceKind.values()) {
      ids.put(each, new WeakHashMap<>(Map.of(each.of(init), first(each))));
    }
  }

  /** The name in the links of /proc/PID/ns: {@code net:[4026531840]}. */
  public String name(NamespaceKind kind, Process process) {
    return "%s:[%d]".formatted(kind.fileName(), number(kind, kind.of(process)));
  }

  /** The number of a network namespace, which is also that of its file. */
  long number(NetworkNamespace network) {
    return number(NamespaceKind.NET, network);
  }

  private long number(NamespaceKind kind, Object namespace) {
    return ids.getOrDefault(kind, Map.of()).computeIfAbsent(namespace, any -> next++);
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

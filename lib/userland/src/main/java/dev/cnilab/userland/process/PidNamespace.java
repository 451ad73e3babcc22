package dev.cnilab.userland.process;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pids of a group of processes; pid_namespaces(7). A process has a pid in its own namespace and
 * in each of its ancestors.
 */
public final class PidNamespace {
  /** One less than kernel.pid_max. */
  private static final int LARGEST = 4_194_303;

  /** The first pid after wrapping around; RESERVED_PIDS of the kernel. */
  private static final int FIRST_AGAIN = 300;

  private final @Nullable PidNamespace parent;
  private final Map<Integer, Process> processes = new TreeMap<>();
  private final IdentityHashMap<Process, Integer> numbers = new IdentityHashMap<>();
  private int last;

  private PidNamespace(@Nullable PidNamespace parent) {
    this.parent = parent;
  }

  static PidNamespace ofMachine() {
    return new PidNamespace(null);
  }

  /** Whether it is the machine's first one. */
  public boolean isOfMachine() {
    return parent == null;
  }

  /** Creates a child namespace, whose first process becomes its init, pid 1. */
  public PidNamespace newChild() {
    return new PidNamespace(this);
  }

  /** The processes in it and in its descendants, by pid. */
  public Collection<Process> processes() {
    return List.copyOf(processes.values());
  }

  /** The process with that pid in this namespace. */
  public Optional<Process> find(int pid) {
    return Optional.ofNullable(processes.get(pid));
  }

  /** The pid of a process in this namespace; empty if it is not visible here. */
  public Optional<Integer> pidOf(Process process) {
    return Optional.ofNullable(numbers.get(process));
  }

  /** Gives a process a pid here and in each ancestor; returns that in the machine's namespace. */
  int admit(Process process) {
    do {
      last = last < LARGEST ? last + 1 : FIRST_AGAIN;
    } while (processes.containsKey(last));
    processes.put(last, process);
    numbers.put(process, last);
    return parent == null ? last : parent.admit(process);
  }

  /** The pid that was assigned last. */
  int last() {
    return last;
  }

  /** Sets the last assigned pid, as after a boot. */
  void skipTo(int pid) {
    last = pid;
  }

  /** Releases the pids of a process, from this namespace outwards. */
  void dismiss(Process process) {
    Integer number = numbers.remove(process);
    if (number != null) {
      processes.remove(number);
    }
    if (parent != null) {
      parent.dismiss(process);
    }
  }
}

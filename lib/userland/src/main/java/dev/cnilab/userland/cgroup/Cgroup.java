package dev.cnilab.userland.cgroup;

import dev.cnilab.netsim.kernel.HeapPool;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.RunGroup;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A control group, with the limits for all processes in it and below; cgroups(7). On the loop only.
 */
public final class Cgroup {
  /** The score of the units of kubelet and containerd, which are killed last; systemd.exec(5). */
  public static final int SPARED = -999;

  private final String name;
  private final @Nullable Cgroup parent;
  private final EventLoop loop;
  private final @Nullable RunGroup turns;
  private final PidsController pids;
  private final MemoryController memory;
  private final CpuController cpu;
  private final Map<String, Cgroup> children = new LinkedHashMap<>();
  private int oomScoreAdj;
  private boolean outOfMemory;
  private final Set<Member> members = new LinkedHashSet<>();

  /** A process in its group. */
  public interface Member {
    /** Kills it at once, as SIGKILL does; throws if it is the running one. */
    void killByGroup();
  }

  private Cgroup(EventLoop loop, @Nullable Cgroup parent, String name, @Nullable RunGroup turns) {
    this.loop = loop;
    this.parent = parent;
    this.name = name;
    this.memory = new MemoryController(parent == null ? null : parent.memory);
    this.pids = new PidsController(parent == null ? null : parent.pids);
    this.cpu = new CpuController(parent == null ? null : parent.cpu);
    this.turns = turns;
  }

  /** Creates the root group of a machine. */
  public static Cgroup root(EventLoop loop) {
    return new Cgroup(loop, null, "", null);
  }

  /** Its path under /sys/fs/cgroup. */
  public String path() {
    if (parent == null) {
      return "/";
    }
    return parent.parent == null ? "/" + name : parent.path() + "/" + name;
  }

  /** The child group of that name, created if necessary; as mkdir(2) in /sys/fs/cgroup. */
  public Cgroup child(String name) {
    return children.computeIfAbsent(
        name, any -> new Cgroup(loop, this, name, loop.runQueue().newGroup()));
  }

  /** Like {@link #child}, for trusted parts of the machine, which do not wait for turns. */
  public Cgroup system(String name) {
    return children.computeIfAbsent(name, any -> new Cgroup(loop, this, name, null));
  }

  /** The group at a path relative to this one, created if necessary. */
  public Cgroup descendant(String relativePath) {
    Cgroup group = this;
    for (String name : relativePath.split("/", -1)) {
      group = name.isEmpty() ? group : group.child(name);
    }
    return group;
  }

  /** The child groups by name. */
  public Map<String, Cgroup> children() {
    return Map.copyOf(children);
  }

  /** Removes all descendants that have no processes; like rmdir(2). */
  public void removeUnused() {
    List.copyOf(children.values()).forEach(Cgroup::remove);
  }

  /** Removes it with all descendants that have no processes; like rmdir(2). */
  public void remove() {
    removeUnused();
    if (parent != null && members.isEmpty() && children.isEmpty()) {
      parent.children.values().remove(this);
    }
  }

  /** The limit on the number of processes. */
  public PidsController pids() {
    return pids;
  }

  /** The CPU time that its processes have used. */
  public CpuController cpu() {
    return cpu;
  }

  /** The limit on memory. */
  public MemoryController memory() {
    return memory;
  }

  /**
   * Charges memory of a process to it, or uncharges it, and kills whole groups where a limit is
   * exceeded, as with {@code memory.oom.group}.
   *
   * @param inHeap the part of it that really occupies the heap
   */
  public void charge(long bytes, long inHeap) {
    memory.add(bytes, inHeap);
    if (bytes <= 0 && inHeap <= 0) {
      return;
    }
    for (Cgroup each = this; each != null; each = each.parent) {
      if (each.memory.isOver()) {
        each.largest().outOfMemory();
      }
    }
  }

  /** Like {@link #charge}, but without killing. */
  public void count(long bytes, long inHeap) {
    memory.add(bytes, inHeap);
  }

  /** {@code memory.events}: whether it was killed for lack of memory. */
  public boolean isOutOfMemory() {
    return outOfMemory;
  }

  /**
   * Sets the score, -1000 to 1000: groups with a higher one are killed earlier when the machine's
   * memory runs out.
   */
  public void setOomScoreAdj(int score) {
    oomScoreAdj = score;
  }

  private void outOfMemory() {
    outOfMemory = true;
    kill();
  }

  /** The group at or below this one with the highest badness; oom_badness(). */
  private Cgroup largest() {
    Cgroup worst = this;
    double most = -1;
    for (Cgroup child : children.values()) {
      Cgroup candidate = child.largest();
      double badness = candidate.badness();
      boolean may = candidate.oomScoreAdj > SPARED && !candidate.members.isEmpty();
      if (may && badness > most) {
        worst = candidate;
        most = badness;
      }
    }
    return worst;
  }

  private double badness() {
    return (double) memory.buffers() / HeapPool.MEMORY.size() + oomScoreAdj / 1000.0;
  }

  /**
   * The group of tasks in which its processes take turns; empty for trusted parts of the machine.
   */
  public Optional<RunGroup> turns() {
    return Optional.ofNullable(turns);
  }

  /** Adds a process for which {@link PidsController#hasRoom} returned true. */
  public void enter(Member member) {
    members.add(member);
    pids.add(1);
  }

  /** Removes a process that has ended. */
  public void leave(Member member) {
    if (members.remove(member)) {
      pids.add(-1);
    }
  }

  /** Kills all processes in it and below; {@code cgroup.kill}. */
  public void kill() {
    List.copyOf(children.values()).forEach(Cgroup::kill);
    RuntimeException ownEnd = null;
    for (Member each : List.copyOf(members)) {
      try {
        each.killByGroup();
      } catch (RuntimeException end) {
        ownEnd = end;
      }
    }
    if (ownEnd != null) {
      throw ownEnd;
    }
  }
}

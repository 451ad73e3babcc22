package dev.cnilab.userland.cgroup;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.RunGroup;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A control group with the limits of all in it and below; cgroups(7). On the loop only. */
public final class Cgroup {
  private final String path;
  private final @Nullable Cgroup parent;
  private final EventLoop loop;
  private final @Nullable RunGroup turns;
  private final PidsController pids;
  private final Map<String, Cgroup> children = new LinkedHashMap<>();
  private final Set<Member> members = new LinkedHashSet<>();

  /** A process, as its group sees it. */
  public interface Member {
    /** Ends it at once, as SIGKILL does. */
    void killByGroup();
  }

  private Cgroup(EventLoop loop, @Nullable Cgroup parent, String path) {
    this.loop = loop;
    this.parent = parent;
    this.path = path;
    this.pids = new PidsController(parent == null ? null : parent.pids);
    this.turns = parent == null ? null : loop.runQueue().newGroup();
  }

  /** The group of a whole machine. */
  public static Cgroup root(EventLoop loop) {
    return new Cgroup(loop, null, "/");
  }

  /** Its path under /sys/fs/cgroup. */
  public String path() {
    return path;
  }

  /** The group of that name directly below, made if need be; as mkdir(2) in /sys/fs/cgroup. */
  public Cgroup child(String name) {
    return children.computeIfAbsent(
        name, any -> new Cgroup(loop, this, path.equals("/") ? "/" + name : path + "/" + name));
  }

  /** The group at a path relative to this one, made if need be. */
  public Cgroup descendant(String relativePath) {
    Cgroup group = this;
    for (String name : relativePath.split("/")) {
      group = name.isEmpty() ? group : group.child(name);
    }
    return group;
  }

  /** Takes it away with all below that has no processes; as rmdir(2). */
  public void remove() {
    List.copyOf(children.values()).forEach(Cgroup::remove);
    if (parent != null && members.isEmpty() && children.isEmpty()) {
      parent.children.values().remove(this);
    }
  }

  /** How many processes there may be. */
  public PidsController pids() {
    return pids;
  }

  /** Where its processes wait for their turn; none for the machine's own, which are trusted. */
  public Optional<RunGroup> turns() {
    return Optional.ofNullable(turns);
  }

  /** Counts a process that {@link PidsController#hasRoom} was asked for. */
  public void enter(Member member) {
    members.add(member);
    pids.add(1);
  }

  /** A process has ended. */
  public void leave(Member member) {
    if (members.remove(member)) {
      pids.add(-1);
    }
  }

  /** Ends all processes in it and below; {@code cgroup.kill}. */
  public void kill() {
    List.copyOf(children.values()).forEach(Cgroup::kill);
    List.copyOf(members).forEach(Member::killByGroup);
  }
}

package dev.cnilab.userland.privilege;

import dev.cnilab.netsim.caller.Caller;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The identity and privileges of a process; credentials(7).
 *
 * @param groups the supplementary groups, in ascending order as the kernel keeps them
 * @param effective its capabilities: for root all of {@code bounding}, for others the ambient ones
 * @param bounding the limit for it and its children
 * @param ambient the capabilities that users other than root keep on exec
 * @param newPrivileges whether a program it starts may gain privileges
 * @param seccomp whether a filter restricts its system calls
 */
public record Credentials(
    int user,
    int group,
    List<Integer> groups,
    Set<Capability> effective,
    Set<Capability> bounding,
    Set<Capability> ambient,
    NewPrivileges newPrivileges,
    Seccomp seccomp)
    implements Caller {

  /** Root of a machine: the credentials of its first process and of the kernel's own code. */
  public static final Credentials ROOT = of(0, 0, List.of(), Capability.all());

  public Credentials {
    groups = groups.stream().sorted().toList();
    effective = copy(effective);
    bounding = copy(bounding);
    ambient = copy(ambient);
  }

  private static Set<Capability> copy(Collection<Capability> some) {
    Set<Capability> copy = EnumSet.noneOf(Capability.class);
    copy.addAll(some);
    return java.util.Collections.unmodifiableSet(copy);
  }

  /**
   * The credentials of a program at its start: root gets all of the bounding set, others no
   * capabilities.
   */
  public static Credentials of(
      int user, int group, List<Integer> groups, Set<Capability> bounding) {
    Set<Capability> effective = user == 0 ? bounding : Set.of();
    return new Credentials(
        user,
        group,
        groups,
        effective,
        bounding,
        Set.of(),
        NewPrivileges.POSSIBLE,
        Seccomp.DISABLED);
  }

  public Credentials with(NewPrivileges other) {
    return new Credentials(user, group, groups, effective, bounding, ambient, other, seccomp);
  }

  public Credentials with(Seccomp other) {
    return new Credentials(user, group, groups, effective, bounding, ambient, newPrivileges, other);
  }

  /**
   * The credentials with another user and group, which lose all capabilities that are not ambient.
   */
  public Credentials as(int otherUser, int otherGroup, List<Integer> otherGroups) {
    Set<Capability> kept = otherUser == 0 ? bounding : ambient;
    return new Credentials(
        otherUser, otherGroup, otherGroups, kept, bounding, ambient, newPrivileges, seccomp);
  }

  /** The credentials with other bounding and ambient sets, for programs started from now on. */
  public Credentials limited(Set<Capability> newBounding, Set<Capability> newAmbient) {
    Set<Capability> kept = user == 0 ? newBounding : newAmbient;
    return new Credentials(
        user, group, groups, kept, newBounding, newAmbient, newPrivileges, seccomp);
  }

  /** The credentials of the process that this thread runs as; root's for the kernel's own code. */
  public static Credentials current() {
    return Caller.current() instanceof Credentials credentials ? credentials : ROOT;
  }

  public boolean can(Capability capability) {
    return effective.contains(capability);
  }

  /** Whether a group is its own or a supplementary one. */
  public boolean isIn(int wanted) {
    return group == wanted || groups.contains(wanted);
  }

  @Override
  public boolean mayAdministerNetworks() {
    return can(Capability.NET_ADMIN);
  }

  @Override
  public boolean mayUseRawSockets() {
    return can(Capability.NET_RAW);
  }

  @Override
  public boolean mayBindReservedPorts() {
    return can(Capability.NET_BIND_SERVICE);
  }

  @Override
  public boolean isInGroup(int first, int last) {
    return isWithin(group, first, last)
        || groups.stream().anyMatch(each -> isWithin(each, first, last));
  }

  private static boolean isWithin(int number, int first, int last) {
    return first <= number && number <= last;
  }

  /** Whether it may signal a process with these credentials: kill_ok_by_cred. */
  public boolean maySignal(Credentials target) {
    return user == target.user || can(Capability.KILL);
  }

  /** Whether it may inspect a process with these credentials: ptrace_may_access. */
  public boolean mayInspect(Credentials target) {
    boolean same = user == target.user && group == target.group;
    return can(Capability.SYS_PTRACE) || (same && effective.containsAll(target.effective));
  }
}

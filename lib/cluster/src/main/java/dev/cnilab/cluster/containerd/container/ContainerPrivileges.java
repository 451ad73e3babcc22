package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerConfig.Capabilities;
import dev.cnilab.cluster.cri.message.ContainerConfig.Privilege;
import dev.cnilab.cluster.cri.message.ContainerConfig.RunAs;
import dev.cnilab.cluster.cri.message.ContainerConfig.SecurityContext;
import dev.cnilab.cluster.image.ImageConfig;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.privilege.Credentials;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The user and the privileges of a container's processes ({@code container_create.go}). */
final class ContainerPrivileges {
  /** A container's default capabilities (pkg/oci of containerd). */
  private static final Set<Capability> USUAL =
      EnumSet.of(
          Capability.CHOWN,
          Capability.DAC_OVERRIDE,
          Capability.FSETID,
          Capability.FOWNER,
          Capability.MKNOD,
          Capability.NET_RAW,
          Capability.SETGID,
          Capability.SETUID,
          Capability.SETFCAP,
          Capability.SETPCAP,
          Capability.NET_BIND_SERVICE,
          Capability.SYS_CHROOT,
          Capability.KILL,
          Capability.AUDIT_WRITE);

  private ContainerPrivileges() {}

  static Credentials of(ContainerConfig config, ImageConfig image) {
    SecurityContext context = config.securityContext();
    RunAs who = context.user();
    int user = Math.toIntExact(who.user() == null ? image.user() : who.user());
    int group = Math.toIntExact(who.group() != null ? who.group() : user == 0 ? 0 : image.user());
    List<Integer> groups = new ArrayList<>(List.of(group));
    who.supplementalGroups().forEach(each -> groups.add(Math.toIntExact(each)));
    return Credentials.of(user, group, groups, bounding(context))
        .with(context.newPrivileges())
        .with(context.seccomp());
  }

  private static Set<Capability> bounding(SecurityContext context) {
    if (context.privilege() == Privilege.PRIVILEGED) {
      return Capability.all();
    }
    Capabilities asked = context.capabilities();
    Set<Capability> set = EnumSet.copyOf(USUAL);
    if (isAll(asked.add())) {
      set.addAll(Capability.all());
    }
    if (isAll(asked.drop())) {
      set.clear();
    }
    asked.add().forEach(name -> Capability.parse(name).ifPresent(set::add));
    asked.drop().forEach(name -> Capability.parse(name).ifPresent(set::remove));
    return set;
  }

  private static boolean isAll(List<String> names) {
    return names.stream().anyMatch("ALL"::equalsIgnoreCase);
  }
}

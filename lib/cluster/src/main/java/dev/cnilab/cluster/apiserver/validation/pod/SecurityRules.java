package dev.cnilab.cluster.apiserver.validation.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.field.GoValue;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a pod may do to its node, and which of these settings exclude each other. */
public final class SecurityRules {
  private static final int LONGEST_SYSCTL = 253;
  private static final Pattern SYSCTL =
      Pattern.compile("([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?");

  private SecurityRules() {}

  public static void context(ValidatedField context) {
    boolean hostUsers =
        context.parent().parent().parent().value().path("hostUsers").asBoolean(true);
    if (context.text("procMount").equals("Unmasked") && hostUsers) {
      context.field("procMount").invalid("`hostUsers` must be false to use `Unmasked`");
    }
    boolean stays =
        context.has("allowPrivilegeEscalation") && !context.is("allowPrivilegeEscalation");
    if (stays && context.is("privileged")) {
      context.invalid(
          inGo(context), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
    }
  }

  private static ObjectNode inGo(ValidatedField context) {
    return GoValue.of(
        context.value(),
        "Capabilities",
        "Privileged",
        "SELinuxOptions",
        "WindowsOptions",
        "RunAsUser",
        "RunAsGroup",
        "RunAsNonRoot",
        "ReadOnlyRootFilesystem",
        "AllowPrivilegeEscalation",
        "ProcMount",
        "SeccompProfile",
        "AppArmorProfile");
  }

  public static void seccomp(ValidatedField profile) {
    ValidatedField local = profile.field("localhostProfile");
    boolean wanted = profile.text("type").equals("Localhost");
    if (wanted && local.value().isMissingNode()) {
      local.required("must be set when seccomp type is Localhost");
    } else if (!wanted && !local.value().isMissingNode()) {
      local.invalid(
          GoValue.of(profile.value(), "Type=", "LocalhostProfile"),
          "can only be set when seccomp type is Localhost");
    }
  }

  public static void sysctls(ValidatedField sysctls) {
    ValidatedField spec = sysctls.parent().parent();
    Set<String> seen = new HashSet<>();
    for (ValidatedField sysctl : sysctls.items()) {
      ValidatedField name = sysctl.field("name");
      if (name.isEmpty()) {
        name.required("");
      } else if (name.text().length() > LONGEST_SYSCTL || !SYSCTL.matcher(name.text()).matches()) {
        name.invalid(
            "must have at most %d characters and match regex ^%s$"
                .formatted(LONGEST_SYSCTL, SYSCTL));
      } else if (!seen.add(name.text())) {
        name.duplicate();
      }
      ofNode(name, spec);
    }
  }

  /** A pod that shares a namespace with its node can't set the sysctls of that namespace. */
  private static void ofNode(ValidatedField name, ValidatedField spec) {
    String key = name.text().replace('/', '.');
    boolean network = key.startsWith("net.");
    boolean ipc =
        key.startsWith("kernel.shm")
            || key.startsWith("kernel.msg")
            || key.equals("kernel.sem")
            || key.startsWith("fs.mqueue.");
    if (network && spec.is("hostNetwork")) {
      name.invalid("may not be specified when 'hostNetwork' is true");
    } else if (ipc && spec.is("hostIPC")) {
      name.invalid("may not be specified when 'hostIPC' is true");
    }
  }

  public static void shared(ValidatedField spec) {
    if (spec.is("shareProcessNamespace") && spec.is("hostPID")) {
      spec.field("shareProcessNamespace")
          .invalid("ShareProcessNamespace and HostPID cannot both be enabled");
    }
  }

  /** A pod with a user namespace of its own can't share other namespaces of the node. */
  public static void hostUsers(ValidatedField spec) {
    if (spec.value().path("hostUsers").asBoolean(true)) {
      return;
    }
    String why = "when `hostUsers` is false";
    if (spec.is("hostNetwork")) {
      spec.field("hostNetwork").forbidden(why);
    }
    if (spec.is("hostPID")) {
      spec.field("HostPID").forbidden(why);
    }
    if (spec.is("hostIPC")) {
      spec.field("HostIPC").forbidden(why);
    }
  }

  public static void system(ValidatedField os) {
    if (os.text("name").isEmpty()) {
      os.field("name").required("");
    } else if (!List.of("linux", "windows").contains(os.text("name"))) {
      os.notSupported(os.text("name"), List.of("linux", "windows"));
    }
  }
}

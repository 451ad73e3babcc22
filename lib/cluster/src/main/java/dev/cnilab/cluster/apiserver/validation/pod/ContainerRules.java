package dev.cnilab.cluster.apiserver.validation.pod;

import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Containers: unique names, host ports, and what init containers may not have. */
public final class ContainerRules {
  private static final String NAME = "/name";
  private static final List<String> LISTS = List.of("containers", "initContainers");
  private static final List<String> LONG_RUNNING =
      List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");
  private static final List<String> NOT_EPHEMERAL =
      List.of(
          "ports",
          "resources",
          "resizePolicy",
          "restartPolicy",
          "restartPolicyRules",
          "livenessProbe",
          "readinessProbe",
          "startupProbe",
          "lifecycle");

  private static final int MOST_RESTART_RULES = 20;
  private static final int MOST_EXIT_CODES = 255;

  private ContainerRules() {}

  /** All containers of a pod's spec: the regular ones first. */
  static List<ValidatedField> of(ValidatedField spec) {
    List<ValidatedField> containers = new ArrayList<>();
    LISTS.forEach(list -> containers.addAll(spec.items(list)));
    return containers;
  }

  /** No container before this one has the same name. */
  public static void ownName(ValidatedField name) {
    ValidatedField container = name.parent();
    ValidatedField list = container.parent();
    if (name.isEmpty()) {
      return;
    }
    if (list.first(NAME, name.text()) < container.index()) {
      name.duplicate();
      return;
    }
    ValidatedField spec = list.parent();
    if (!list.key().equals("containers")) {
      notIn(spec.field("containers"), name);
    }
    if (list.key().equals("ephemeralContainers")) {
      notIn(spec.field("initContainers"), name);
    }
  }

  private static void notIn(ValidatedField list, ValidatedField name) {
    if (list.first(NAME, name.text()) >= 0) {
      name.duplicate();
    }
  }

  /** An init container that runs to completion has no probes and no hooks. */
  public static void shortLived(ValidatedField container) {
    if (container.parent().key().equals("initContainers")
        && !container.text("restartPolicy").equals("Always")) {
      LONG_RUNNING.stream()
          .filter(container::has)
          .forEach(
              field ->
                  container
                      .field(field)
                      .forbidden(
                          "may not be set for init containers without restartPolicy=Always"));
    }
  }

  /** What an ephemeral container may not have, such as ports, probes and resources. */
  public static void ephemeral(ValidatedField container) {
    for (String field : NOT_EPHEMERAL) {
      if (!container.field(field).isEmpty()) {
        container.field(field).forbidden("cannot be set for an Ephemeral Container");
      }
    }
    String target = container.text("targetContainerName");
    ValidatedField spec = container.parent().parent();
    if (!target.isEmpty()
        && LISTS.stream().allMatch(list -> spec.field(list).first(NAME, target) < 0)) {
      container.field("targetContainerName").notFound();
    }
  }

  /** Two containers can't use the same host port. */
  public static void hostPorts(ValidatedField containers) {
    Set<String> used = new HashSet<>();
    for (ValidatedField container : containers.items()) {
      for (ValidatedField port : container.items("ports")) {
        ValidatedField host = port.field("hostPort");
        String key = port.text("protocol") + "/" + port.text("hostIP") + "/" + host.number();
        if (host.number() != 0 && !used.add(key)) {
          host.duplicate(key);
        }
      }
    }
  }

  /** In the host network a container port is also the host port. */
  public static void hostNetwork(ValidatedField spec) {
    if (!spec.is("hostNetwork")) {
      return;
    }
    for (ValidatedField container : spec.items("containers")) {
      for (ValidatedField port : container.items("ports")) {
        ValidatedField host = port.field("hostPort");
        if (host.number() != 0 // in a template it may be left to the pod's defaults
            && host.number() != port.field("containerPort").number()) {
          host.invalid("must match `containerPort` when `hostNetwork` is true");
        }
      }
    }
  }

  /** A container's own restart policy, which its restart rules require, and these rules. */
  public static void restarts(ValidatedField container) {
    ValidatedField policy = container.field("restartPolicy");
    ValidatedField rules = container.field("restartPolicyRules");
    if (policy.value().isTextual()) {
      supported(policy, List.of("Always", "Never", "OnFailure"));
    } else if (!rules.isEmpty()) {
      policy.required("must specify restartPolicy when restart rules are used");
      if (container.parent().key().equals("initContainers")) {
        return;
      }
    }
    Checks.atMost(MOST_RESTART_RULES).at(rules);
    for (ValidatedField rule : rules.items()) {
      supported(rule.field("action"), List.of("Restart", "RestartAllContainers"));
      ValidatedField codes = rule.field("exitCodes");
      if (codes.value().isMissingNode()) {
        codes.required("must be specified");
      } else {
        supported(codes.field("operator"), List.of("In", "NotIn"));
        Checks.atMost(MOST_EXIT_CODES).at(codes.field("values"));
      }
    }
  }

  private static void supported(ValidatedField place, List<String> values) {
    if (!values.contains(place.text())) {
      place.notSupported(values);
    }
  }
}

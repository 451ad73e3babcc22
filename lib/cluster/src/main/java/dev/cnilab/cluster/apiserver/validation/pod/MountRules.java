package dev.cnilab.cluster.apiserver.validation.pod;

import dev.cnilab.cluster.apiserver.validation.field.Paths;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What containers mount: volumes of their pod, each at its own path. */
public final class MountRules {
  private static final String PROPAGATION = "mountPropagation";

  private static final String NAME = "/name";

  private MountRules() {}

  public static void mounts(ValidatedField mounts) {
    ValidatedField container = mounts.parent();
    ValidatedField spec = container.parent().parent();
    ValidatedField volumes = spec.field("volumes");
    Set<String> paths = new HashSet<>();
    for (ValidatedField mount : mounts.items()) {
      if (mount.text("name").isEmpty()) {
        mount.field("name").required("");
      }
      if (volumes.first(NAME, mount.text("name")) < 0 && !isClaimed(spec, mount.text("name"))) {
        mount.field("name").notFound();
      }
      if (mount.text("mountPath").isEmpty()) {
        mount.field("mountPath").required("");
      }
      if (!paths.add(mount.text("mountPath"))) {
        mount.field("mountPath").invalid("must be unique");
      }
      subPaths(mount, mounts);
      propagation(mount, mounts, container);
    }
  }

  /** The API server reports the list where it means the mode. */
  private static void subPaths(ValidatedField mount, ValidatedField mounts) {
    String path = mount.text("subPath");
    String expression = mount.text("subPathExpr");
    Paths.relative(path).forEach(why -> mounts.field("subPath").invalid(path, why));
    if (!expression.isEmpty() && !path.isEmpty()) {
      mount.field("subPathExpr").invalid("subPathExpr and subPath are mutually exclusive");
    }
    Paths.relative(expression).forEach(why -> mounts.field("subPathExpr").invalid(expression, why));
  }

  private static void propagation(
      ValidatedField mount, ValidatedField mounts, ValidatedField container) {
    ValidatedField value = mount.field(PROPAGATION);
    List<String> known = List.of("Bidirectional", "HostToContainer", "None");
    if (!value.isEmpty() && !known.contains(value.text())) {
      mounts.field(PROPAGATION).notSupported(value.text(), known);
    }
    if (value.text().equals("Bidirectional")
        && !container.field("securityContext").is("privileged")) {
      mounts
          .field(PROPAGATION)
          .forbidden("Bidirectional mount propagation is available only to privileged containers");
    }
  }

  /** Whether a StatefulSet, whose template this is, gives its pods a claim of that name. */
  private static boolean isClaimed(ValidatedField spec, String name) {
    return spec.parent().parent().field("volumeClaimTemplates").first("/metadata/name", name) >= 0;
  }

  /** Block devices must come from claims. */
  public static void devices(ValidatedField devices) {
    ValidatedField spec = devices.parent().parent().parent();
    ValidatedField volumes = spec.field("volumes");
    Set<String> names = new HashSet<>();
    Set<String> paths = new HashSet<>();
    for (ValidatedField device : devices.items()) {
      int volume = volumes.first(NAME, device.text("name"));
      ValidatedField name = device.field("name");
      if (name.isEmpty()) {
        name.required("");
      }
      if (!names.add(name.text())) {
        name.invalid("must be unique");
      }
      if (volume < 0) {
        if (!isClaimed(spec, name.text())) {
          name.notFound();
        }
      } else if (!volumes.item(volume).has("persistentVolumeClaim")
          && !volumes.item(volume).has("ephemeral")) {
        name.invalid(
            "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
      }
      if (device.text("devicePath").isEmpty()) {
        device.field("devicePath").required("");
      }
      if (!paths.add(device.text("devicePath"))) {
        device.field("devicePath").invalid("must be unique");
      }
    }
  }
}

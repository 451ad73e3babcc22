package dev.cnilab.cluster.apiserver.validation.pod;

import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.validation.field.Paths;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What containers mount: volumes of their pod, each at its own path. */
public final class MountRules {
  private static final String PROPAGATION = "mountPropagation";

  /** What it costs to look at a volume. */
  private static final int LOOK = 10;

  private MountRules() {}

  public static void mounts(ValidatedField mounts) {
    ValidatedField container = mounts.parent();
    ValidatedField spec = container.parent().parent();
    Set<String> paths = new HashSet<>();
    for (ValidatedField mount : mounts.items()) {
      if (mount.text("name").isEmpty()) {
        mount.field("name").required("");
      }
      if (volume(spec, mount.text("name")).isEmpty() && !isClaimed(spec, mount.text("name"))) {
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

  private static List<ValidatedField> volume(ValidatedField spec, String name) {
    List<ValidatedField> volumes = spec.items("volumes");
    Budget.charge((long) LOOK * volumes.size()); // for each mount, all volumes
    return volumes.stream().filter(v -> v.text("name").equals(name)).toList();
  }

  /** Whether a StatefulSet, whose template this is, gives its pods a claim of that name. */
  private static boolean isClaimed(ValidatedField spec, String name) {
    return spec.parent().parent().items("volumeClaimTemplates").stream()
        .anyMatch(claim -> claim.field("metadata").text("name").equals(name));
  }

  /** Block devices must come from claims. */
  public static void devices(ValidatedField devices) {
    ValidatedField spec = devices.parent().parent().parent();
    Set<String> names = new HashSet<>();
    Set<String> paths = new HashSet<>();
    for (ValidatedField device : devices.items()) {
      List<ValidatedField> volume = volume(spec, device.text("name"));
      ValidatedField name = device.field("name");
      if (name.isEmpty()) {
        name.required("");
      }
      if (!names.add(name.text())) {
        name.invalid("must be unique");
      }
      if (volume.isEmpty()) {
        if (!isClaimed(spec, name.text())) {
          name.notFound();
        }
      } else if (!volume.getFirst().has("persistentVolumeClaim")
          && !volume.getFirst().has("ephemeral")) {
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

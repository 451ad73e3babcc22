package dev.cnilab.cluster.apiserver.validation.kind;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.GoValue;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.value.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Volumes, claims and storage classes. */
public final class StorageRules {
  private static final List<String> MODES =
      List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
  private static final List<String> SOURCES =
      List.of(
          "hostPath",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "glusterfs",
          "flocker",
          "nfs",
          "rbd",
          "quobyte",
          "cephfs",
          "iscsi",
          "cinder",
          "fc",
          "flexVolume",
          "azureFile",
          "vsphereVolume",
          "photonPersistentDisk",
          "portworxVolume",
          "azureDisk",
          "scaleIO",
          "local",
          "storageos",
          "csi");
  private static final int LONGEST_DRIVER = 63;
  private static final String ALONE = "ReadWriteOncePod";

  private static final List<String> LIFECYCLES = List.of("Persistent", "Ephemeral");

  private StorageRules() {}

  public static void lifecycles(ValidatedField modes) {
    for (ValidatedField mode : modes.items()) {
      if (!LIFECYCLES.contains(mode.text())) {
        modes.notSupported(mode.text(), LIFECYCLES);
      }
    }
  }

  public static void attachment(ValidatedField spec) {
    ValidatedField source = spec.field("source");
    String either = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
    if (source.has("inlineVolumeSpec") && source.has("persistentVolumeName")) {
      source.forbidden(either);
    } else if (source.has("persistentVolumeName")
        && source.text("persistentVolumeName").isEmpty()) {
      source.field("persistentVolumeName").required("must specify non empty persistentVolumeName");
    } else if (!source.has("inlineVolumeSpec") && !source.has("persistentVolumeName")) {
      source.required(either);
    }
    ValidatedField node = spec.field("nodeName");
    Format.SUBDOMAIN.violations(node.text()).forEach(why -> node.invalid(node.text(), why));
  }

  /** The API server reports the list where it means the mode. */
  public static void modes(ValidatedField modes) {
    boolean alone = false;
    boolean others = false;
    for (ValidatedField mode : modes.items()) {
      if (!MODES.contains(mode.text())) {
        modes.notSupported(mode.text(), MODES);
      }
      alone |= mode.text().equals(ALONE);
      others |= MODES.contains(mode.text()) && !mode.text().equals(ALONE);
    }
    if (alone && others) {
      modes.forbidden("may not use ReadWriteOncePod with other access modes");
    }
  }

  /** The storage that is requested; the API server leaves "requests" out of the path. */
  public static void claimed(ValidatedField spec) {
    ValidatedField size = spec.field("resources").field("requests").entry("storage");
    ValidatedField named = spec.field("resources").entry("storage");
    if (size.value().isMissingNode()) {
      named.required("");
    } else {
      positive(size.text(), named);
    }
  }

  private static void positive(String size, ValidatedField place) {
    if (Quantity.value(size).filter(amount -> amount.signum() <= 0).isPresent()) {
      place.invalid(TextNode.valueOf(size), "must be greater than zero");
    }
  }

  /** A volume's capacity is its storage, and nothing else. */
  public static void capacity(ValidatedField spec) {
    ValidatedField capacity = spec.field("capacity");
    if (capacity.isEmpty()) {
      capacity.required("");
    }
    if (!capacity.value().has("storage") || capacity.value().size() > 1) {
      capacity.notSupported(
          capacity.isEmpty() ? NullNode.getInstance() : capacity.value(), List.of("storage"));
    }
    for (ValidatedField amount : capacity.entries()) {
      notNegative(amount);
      positive(amount.text(), amount);
    }
  }

  /** A quantity in a claim's status. */
  public static void notNegative(ValidatedField amount) {
    Quantity.value(amount.text())
        .filter(value -> value.signum() < 0)
        .ifPresent(
            value ->
                amount.invalid(
                    LongNode.valueOf(value.longValue()), "must be a valid resource quantity"));
  }

  /** A volume has exactly one source; a local one needs node affinity. */
  public static void oneSource(ValidatedField volume) {
    List<String> found = SOURCES.stream().filter(volume::has).toList();
    found.stream()
        .skip(1)
        .forEach(more -> volume.field(more).forbidden("may not specify more than 1 volume type"));
    if (found.isEmpty()) {
      volume.required("must specify a volume type");
    } else if (found.getFirst().equals("local")
        && volume.field("nodeAffinity").field("required").isEmpty()) {
      volume.field("nodeAffinity").required("Local volume requires node affinity");
    }
  }

  public static void provisioner(ValidatedField provisioner) {
    Format.keyViolations(provisioner.text().toLowerCase(Locale.ROOT))
        .forEach(why -> provisioner.invalid(provisioner.text().toLowerCase(Locale.ROOT), why));
  }

  /** {@code ValidateCSIDriverName}, which requires one. */
  public static void driverName(ValidatedField name) {
    if (name.isEmpty()) {
      name.required("");
      return;
    }
    if (name.text().length() > LONGEST_DRIVER) {
      name.tooLong(LONGEST_DRIVER);
    }
    name.invalid(Format.SUBDOMAIN.violations(name.text().toLowerCase(Locale.ROOT)));
  }

  /** A driver on a node, in {@code validateCSINodeDriver}. */
  public static void nodeDrivers(ValidatedField drivers) {
    Set<String> names = new HashSet<>();
    for (ValidatedField driver : drivers.items()) {
      if (!names.add(driver.text("name"))) {
        driver.field("name").duplicate();
      }
      Set<String> keys = new HashSet<>();
      for (ValidatedField key : driver.items("topologyKeys")) {
        if (key.isEmpty()) {
          driver.required("");
        }
        if (!keys.add(key.text())) {
          driver.duplicate(key.text());
        }
        Format.keyViolations(key.text()).forEach(why -> driver.invalid(key.text(), why));
      }
    }
  }

  /** The resource of a StorageVersionMigration. */
  public static void migrated(ValidatedField spec) {
    ValidatedField resource = spec.field("resource").field("resource");
    ValidatedField group = spec.field("resource").field("group");
    if (resource.text().isEmpty()) {
      resource.required("resource is required to be set");
    } else {
      Format.LABEL_1035.objection(resource.text()).ifPresent(resource::invalid);
    }
    if (!group.isEmpty()) {
      Format.SUBDOMAIN.objection(group.text()).ifPresent(group::invalid);
    }
    if (!spec.old().isMissingNode() && !spec.value().equals(spec.old())) {
      spec.invalid(GoValue.of(spec.value(), "Resource"), "field is immutable");
    }
  }
}

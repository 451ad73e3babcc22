package dev.cnilab.cluster.apiserver.validation.pod;

import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Paths;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.value.Quantity;
import java.util.List;

/** Volumes: each has exactly one source. */
public final class VolumeRules {
  /** In the order in which the API server looks for them. */
  private static final List<String> SOURCES =
      List.of(
          "emptyDir",
          "hostPath",
          "gitRepo",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "secret",
          "nfs",
          "iscsi",
          "glusterfs",
          "flocker",
          "persistentVolumeClaim",
          "rbd",
          "cinder",
          "cephfs",
          "quobyte",
          "downwardAPI",
          "fc",
          "flexVolume",
          "configMap",
          "azureFile",
          "vsphereVolume",
          "photonPersistentDisk",
          "portworxVolume",
          "azureDisk",
          "storageos",
          "projected",
          "scaleIO",
          "csi",
          "ephemeral",
          "image");

  private static final List<String> PROJECTED =
      List.of(
          "secret",
          "downwardAPI",
          "configMap",
          "serviceAccountToken",
          "clusterTrustBundle",
          "podCertificate");
  private static final long SHORTEST_TOKEN = 600;
  private static final long LONGEST_TOKEN = 1L << 32;
  private static final String MORE = "may not specify more than 1 volume type";

  private VolumeRules() {}

  public static void oneSource(ValidatedField volume) {
    List<String> found = SOURCES.stream().filter(volume::has).toList();
    if (found.isEmpty()) {
      volume.required("must specify a volume type");
    }
    found.stream().skip(1).forEach(source -> volume.field(source).forbidden(MORE));
  }

  /** A part of a projected volume also has exactly one source. */
  public static void oneProjection(ValidatedField source) {
    if (PROJECTED.stream().filter(source::has).count() > 1) {
      source.forbidden(MORE + " per source");
    }
  }

  /**
   * A token lasts at least ten minutes; the API server reports the volume where it means its path.
   */
  public static void token(ValidatedField token) {
    ValidatedField seconds = token.field("expirationSeconds");
    if (seconds.number() < SHORTEST_TOKEN) {
      seconds.invalid("may not specify a duration less than 10 minutes");
    } else if (seconds.number() > LONGEST_TOKEN) {
      seconds.invalid("may not specify a duration larger than 2^32 seconds");
    }
    ValidatedField volume = token.parent().parent().parent();
    if (token.text("path").isEmpty()) {
      volume.field("path").required("");
    } else {
      volume.field("path").invalid(Paths.local(token.text("path")));
    }
  }

  /** The downward API; the API server reports the list where it means the file. */
  public static void downward(ValidatedField source) {
    for (ValidatedField item : source.items("items")) {
      ValidatedField file = item.shownAt(source);
      if (file.text("path").isEmpty()) {
        file.field("path").required("");
      }
      file.field("path").invalid(Paths.local(file.text("path")));
      if (file.has("fieldRef")) {
        EnvRules.fieldRef(file.field("fieldRef"));
        if (file.has("resourceFieldRef")) {
          file.invalid(
              "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
        }
      } else if (file.has("resourceFieldRef")) {
        EnvRules.resourceRef(file.field("resourceFieldRef"));
      } else {
        file.required("one of fieldRef and resourceFieldRef is required");
      }
      Checks.FILE_MODE.at(file.field("mode"));
    }
  }

  public static void sizeLimit(ValidatedField size) {
    if (Quantity.isNegative(size.text())) {
      size.forbidden("SizeLimit field must be a valid resource quantity");
    }
  }
}

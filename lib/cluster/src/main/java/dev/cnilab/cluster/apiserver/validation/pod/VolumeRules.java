package dev.cnilab.cluster.apiserver.validation.pod;

import dev.cnilab.cluster.apiserver.validation.field.Place;
import dev.cnilab.cluster.apiserver.validation.field.Quantity;
import java.util.List;

/** Volumes: each comes from one source. */
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
  private static final String MORE = "may not specify more than 1 volume type";

  private VolumeRules() {}

  public static void oneSource(Place volume) {
    List<String> found = SOURCES.stream().filter(volume::has).toList();
    if (found.isEmpty()) {
      volume.required("must specify a volume type");
    }
    found.stream().skip(1).forEach(source -> volume.field(source).forbidden(MORE));
  }

  /** A part of a projected volume has one source, too. */
  public static void oneProjection(Place source) {
    List<String> found = PROJECTED.stream().filter(source::has).toList();
    found.stream().skip(1).forEach(more -> source.field(more).forbidden(MORE));
  }

  public static void sizeLimit(Place size) {
    if (Quantity.isNegative(size.text())) {
      size.forbidden("SizeLimit field must be a valid resource quantity");
    }
  }
}

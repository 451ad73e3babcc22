package dev.cnilab.cluster.apiserver.table.format;

import static dev.cnilab.cluster.apiserver.table.cell.Cells.orElse;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.age;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.objectName;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.text;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.truth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.table.cell.Cells;
import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import dev.cnilab.cluster.object.KubeObject;
import java.util.List;

/** The columns of storage classes, volumes and claims. */
final class StorageFormats {
  static final List<TableColumn> CLASSES =
      List.of(
          objectName(),
          text("Provisioner", o -> o.text("/provisioner")),
          text("ReclaimPolicy", o -> orElse(o.text("/reclaimPolicy"), "Delete")),
          text("VolumeBindingMode", o -> orElse(o.text("/volumeBindingMode"), "Immediate")),
          truth("AllowVolumeExpansion", o -> o.at("/allowVolumeExpansion").asBoolean())
              .typed("string"),
          age());
  static final List<TableColumn> CLAIMS =
      List.of(
          objectName(),
          text("Status", StorageFormats::phase),
          text("Volume", o -> o.text("/spec/volumeName")),
          text("Capacity", o -> o.text("/status/capacity/storage")),
          text("Access Modes", o -> modes(o.at("/status/accessModes"))),
          text("StorageClass", o -> o.text("/spec/storageClassName")),
          text("VolumeAttributesClass", o -> unset(o, "/spec/volumeAttributesClassName")),
          age(),
          text("VolumeMode", o -> unset(o, "/spec/volumeMode")).wide());
  static final List<TableColumn> VOLUMES =
      List.of(
          objectName(),
          text("Capacity", o -> o.text("/spec/capacity/storage")),
          text("Access Modes", o -> modes(o.at("/spec/accessModes"))),
          text("Reclaim Policy", o -> o.text("/spec/persistentVolumeReclaimPolicy")),
          text("Status", StorageFormats::phase),
          text("Claim", StorageFormats::claim),
          text("StorageClass", o -> o.text("/spec/storageClassName")),
          text("VolumeAttributesClass", o -> unset(o, "/spec/volumeAttributesClassName")),
          text("Reason", o -> o.text("/status/reason")),
          age(),
          text("VolumeMode", o -> unset(o, "/spec/volumeMode")).wide());

  static final List<TableColumn> ATTACHMENTS =
      List.of(
          objectName(),
          text("Attacher", o -> o.text("/spec/attacher")).formatted("name"),
          text("PV", o -> o.text("/spec/source/persistentVolumeName")),
          text("Node", o -> o.text("/spec/nodeName")),
          truth("Attached", o -> o.at("/status/attached").asBoolean()),
          age());
  static final List<TableColumn> DRIVERS =
      List.of(
          objectName(),
          truth("AttachRequired", o -> o.at("/spec/attachRequired").asBoolean()),
          truth("PodInfoOnMount", o -> o.at("/spec/podInfoOnMount").asBoolean()),
          truth("StorageCapacity", o -> o.at("/spec/storageCapacity").asBoolean()),
          text(
              "TokenRequests",
              o ->
                  orElse(
                      Cells.join(o.at("/spec/tokenRequests"), t -> t.path("audience").asText()),
                      "<unset>")),
          truth("RequiresRepublish", o -> o.at("/spec/requiresRepublish").asBoolean()),
          text("Modes", o -> Cells.join(o.at("/spec/volumeLifecycleModes"), JsonNode::asText)),
          age());

  private StorageFormats() {}

  private static String phase(KubeObject object) {
    return object.isTerminating() ? "Terminating" : object.text("/status/phase");
  }

  private static String unset(KubeObject object, String pointer) {
    return orElse(object.text(pointer), "<unset>");
  }

  private static String claim(KubeObject volume) {
    String name = volume.text("/spec/claimRef/name");
    return name.isEmpty() ? "" : volume.text("/spec/claimRef/namespace") + "/" + name;
  }

  private static String modes(JsonNode modes) {
    return Cells.join(
        modes,
        mode ->
            switch (mode.asText()) {
              case "ReadWriteOnce" -> "RWO";
              case "ReadOnlyMany" -> "ROX";
              case "ReadWriteMany" -> "RWX";
              default -> "RWOP";
            });
  }
}

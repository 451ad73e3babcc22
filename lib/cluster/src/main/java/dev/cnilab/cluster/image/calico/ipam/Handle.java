package dev.cnilab.cluster.image.calico.ipam;

import dev.cnilab.cluster.image.calico.datastore.CalicoKind;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An IPAMHandle: the blocks in which an owner has addresses, and how many. */
record Handle(Datastore datastore, String id) {
  private String name() {
    return id.toLowerCase(Locale.ROOT);
  }

  private Optional<KubeObject> find() {
    return datastore.find(CalicoKind.IPAM_HANDLE, name());
  }

  List<Ipv4Prefix> blocks() {
    return find().map(object -> object.map("/spec/block")).stream()
        .flatMap(blocks -> blocks.keySet().stream())
        .map(Ipv4Prefix::parse)
        .toList();
  }

  void countOne(Ipv4Prefix block) {
    Optional<KubeObject> known = find();
    if (known.isEmpty()) {
      datastore.create(
          CalicoKind.IPAM_HANDLE,
          name(),
          spec ->
              spec.put("handleID", id)
                  .put("deleted", false)
                  .putObject("block")
                  .put(block.toString(), 1));
      return;
    }
    datastore.update(
        CalicoKind.IPAM_HANDLE,
        known
            .get()
            .edit(
                json -> {
                  var blocks = json.withObject("/spec/block");
                  blocks.put(block.toString(), blocks.path(block.toString()).asInt() + 1);
                }));
  }

  void delete() {
    datastore.delete(CalicoKind.IPAM_HANDLE, name());
  }
}

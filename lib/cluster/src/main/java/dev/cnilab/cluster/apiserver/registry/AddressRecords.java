package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.registry.write.Writes;
import dev.cnilab.cluster.apiserver.storage.selection.StoredChange;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The IPAddress objects: one for each service address, as kube-apiserver's allocator and its repair
 * loop keep them (KEP-1880). On the loop only.
 */
final class AddressRecords {
  private static final Requester SERVER = Requester.of(User.apiServer());

  private final EventLoop loop;
  private final Registry registry;
  private final Writes writes;

  AddressRecords(EventLoop loop, Registry registry, Writes writes) {
    this.loop = loop;
    this.registry = registry;
    this.writes = writes;
  }

  /** Notes a write. */
  void onChange(StoredChange change) {
    if (!change.isOf(ResourceTypes.SERVICES)) {
      return;
    }
    String before = address(change.before());
    String after = address(change.after());
    if (!before.equals(after)) {
      loop.schedule(0, () -> follow(before, after, change.last()));
    }
  }

  private static String address(@Nullable KubeObject service) {
    String address = service == null ? "" : service.text("/spec/clusterIP");
    return address.equals("None") ? "" : address;
  }

  private void follow(String before, String after, KubeObject service) {
    if (!before.isEmpty()) {
      find(before).ifPresent(each -> writes.remove(ResourceTypes.IP_ADDRESSES, each, SERVER));
    }
    boolean stillThere =
        registry
            .find(ResourceTypes.SERVICES, service.namespace(), service.name())
            .filter(each -> address(each).equals(after))
            .isPresent();
    if (!after.isEmpty() && stillThere && find(after).isEmpty()) {
      registry.create(ResourceTypes.IP_ADDRESSES, of(after, service), SERVER);
    }
  }

  private Optional<KubeObject> find(String address) {
    return registry.find(ResourceTypes.IP_ADDRESSES, "", address);
  }

  private static KubeObject of(String address, KubeObject service) {
    ObjectNode json =
        Json.object()
            .put("apiVersion", ResourceTypes.IP_ADDRESSES.apiVersion())
            .put("kind", ResourceTypes.IP_ADDRESSES.kind());
    json.putObject("metadata")
        .put("name", address)
        .putObject("labels")
        .put("ipaddress.kubernetes.io/ip-family", "IPv4")
        .put("ipaddress.kubernetes.io/managed-by", "ipallocator.k8s.io");
    json.putObject("spec")
        .putObject("parentRef")
        .put("group", "")
        .put("resource", "services")
        .put("namespace", service.namespace())
        .put("name", service.name());
    return KubeObject.of(json);
  }
}

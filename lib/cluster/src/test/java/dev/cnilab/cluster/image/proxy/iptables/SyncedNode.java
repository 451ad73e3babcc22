package dev.cnilab.cluster.image.proxy.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.containerd.RuntimeNode;
import dev.cnilab.cluster.image.proxy.config.LocalTraffic;
import dev.cnilab.cluster.image.proxy.config.Masquerading;
import dev.cnilab.cluster.image.proxy.config.NodePortAddresses;
import dev.cnilab.cluster.image.proxy.service.ServiceMap;
import dev.cnilab.cluster.image.proxy.service.Sync;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;

/** A node whose rules kube-proxy writes, with many Services. */
abstract class SyncedNode {
  static final int SERVICES = 60;
  static final int ENDPOINTS = 40;

  @AutoClose final RuntimeNode node = RuntimeNode.bare();
  final ServiceMap services = new ServiceMap("node-2");
  final Table nat = node.machine().networkNamespace().iptables().table(TableName.NAT);
  IptablesProxier proxier = proxier();

  IptablesProxier proxier() {
    return new IptablesProxier(
        node.machine().networkNamespace(),
        new NodePortAddresses(List.of("0.0.0.0/0"), true),
        new Masquerading(new LocalTraffic.FromRange(Ipv4Prefix.parse("10.244.0.0/16")), false),
        Optional.empty(),
        new Klog(node.loop()::now, 1, line -> {}));
  }

  void service(int number, int endpoints) {
    KubeObject service =
        KubeObject.parse(
            """
            {"apiVersion": "v1", "kind": "Service",
             "metadata": {"namespace": "default", "name": "s%d"},
             "spec": {"clusterIP": "10.96.1.%d", "ports": [{"name": "http", "port": 80}]}}
            """
                .formatted(number, number));
    String addresses =
        IntStream.rangeClosed(1, endpoints)
            .mapToObj(i -> "{\"addresses\": [\"10.0.%d.%d\"]}".formatted(number, i))
            .collect(Collectors.joining(", "));
    KubeObject slice =
        KubeObject.parse(
            """
            {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
             "metadata": {"namespace": "default", "name": "s%d",
                          "labels": {"kubernetes.io/service-name": "s%d"}},
             "addressType": "IPv4", "ports": [{"name": "http", "port": 80}],
             "endpoints": [%s]}
            """
                .formatted(number, number, addresses));
    services.onService(new WatchEvent(WatchEvent.Type.MODIFIED, service));
    services.onSlice(new WatchEvent(WatchEvent.Type.MODIFIED, slice));
  }

  void manyServices() {
    IntStream.range(0, SERVICES).forEach(number -> service(number, ENDPOINTS));
  }

  /** Syncs to the end; how many chains and rules each step has changed. */
  List<Long> steps() {
    return node.run(
        () -> {
          List<Long> changes = new ArrayList<>();
          Sync sync = proxier.sync(services, services.takeChanges());
          Sync.Progress progress;
          do {
            long before = nat.changes();
            progress = sync.step();
            changes.add(nat.changes() - before);
          } while (progress == Sync.Progress.GOES_ON);
          assertThat(progress).isEqualTo(Sync.Progress.DONE);
          return changes;
        });
  }

  List<String> saved() {
    return nat.chains().stream()
        .flatMap(chain -> chain.rules().stream().map(rule -> chain.name() + " " + rule))
        .toList();
  }
}

package dev.cnilab.cluster.image.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DirectClients;
import dev.cnilab.cluster.client.Watch;
import dev.cnilab.cluster.containerd.RuntimeNode;
import dev.cnilab.cluster.image.proxy.iptables.IptablesProxier;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.Signal;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With its process, all of kube-proxy ends, whatever it waits for. */
class KubeProxyEndTest {
  @AutoClose private final RuntimeNode node = RuntimeNode.bare();
  private final ApiClient client = node.server().client(User.apiServer());

  @BeforeEach
  void files() {
    node.write(
        "/etc/kubeconfig",
        """
        apiVersion: v1
        kind: Config
        current-context: c
        contexts: [{name: c, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "http://172.30.0.11:6443"}}]
        users: [{name: u, user: {}}]
        """);
    node.write(
        "/etc/proxy.conf",
        """
        apiVersion: kubeproxy.config.k8s.io/v1alpha1
        kind: KubeProxyConfiguration
        mode: iptables
        bindAddressHardFail: true
        healthzBindAddress: 127.0.0.1:10249
        metricsBindAddress: 127.0.0.1:10249
        clientConnection: {kubeconfig: /etc/kubeconfig}
        """);
  }

  private void aNode(String address) {
    ObjectNode object = Json.object();
    object.put("apiVersion", "v1").put("kind", "Node").putObject("metadata").put("name", "node-2");
    if (!address.isEmpty()) {
      object
          .putObject("status")
          .putArray("addresses")
          .addObject()
          .put("type", "InternalIP")
          .put("address", address);
    }
    node.run(() -> client.create(ResourceTypes.NODES, KubeObject.of(object)));
  }

  private Process start(ApiClient used) {
    Process process =
        node.run(
            () ->
                node.machine()
                    .start(
                        ProcessSpec.of(
                                "kube-proxy",
                                "--config=/etc/proxy.conf",
                                "--hostname-override=node-2")
                            .body(new KubeProxy(new DirectClients(used)))));
    node.loop().advance(Duration.ofSeconds(3));
    return process;
  }

  private void kill(Process process) {
    node.run(
        () -> {
          process.kill(Signal.KILL);
          return true;
        });
  }

  private boolean hasCanary() {
    return node.run(
        () ->
            node.machine()
                .networkNamespace()
                .iptables()
                .table(TableName.MANGLE)
                .chain(IptablesProxier.CANARY)
                .isPresent());
  }

  /** Counts the polls of a watch that never gets an answer. */
  private static final class Unanswered implements Watch {
    private int looks;
    private boolean closed;

    @Override
    public boolean isSynced() {
      looks++;
      return false;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void kube_proxy_ends_while_it_waits_for_the_api() {
    Unanswered watch = new Unanswered();
    ApiClient silent =
        (ApiClient)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ApiClient.class},
                (proxy, method, arguments) ->
                    method.getName().equals("watch") ? watch : method.invoke(client, arguments));
    Process process = start(silent);
    assertThat(watch.looks).isPositive();

    kill(process);
    int before = watch.looks;
    node.loop().advance(Duration.ofMinutes(1));
    assertThat(watch.looks).isEqualTo(before);
    assertThat(watch.closed).isTrue();
  }

  @Test
  void kube_proxy_ends_while_it_waits_for_an_address() {
    aNode("");
    Process process = start(client);
    assertThat(node.run(process::isAlive)).isTrue();

    kill(process);
    node.loop().advance(Duration.ofMinutes(1));
    assertThat(hasCanary()).isFalse();
  }

  @Test
  void kube_proxy_ends_if_its_port_is_taken() {
    aNode("172.30.0.12");
    Process process = start(client);

    assertThat(node.run(process::status)).isEqualTo(1);
    assertThat(hasCanary()).isFalse();
  }
}

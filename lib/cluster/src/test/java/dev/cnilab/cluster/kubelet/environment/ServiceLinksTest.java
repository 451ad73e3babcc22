package dev.cnilab.cluster.kubelet.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.KubeObject;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ServiceLinksTest {
  private static final ApiClient NO_SERVER =
      (ApiClient)
          Proxy.newProxyInstance(
              ApiClient.class.getClassLoader(),
              new Class<?>[] {ApiClient.class},
              (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
              });

  private final Map<String, KubeObject> services = new TreeMap<>();
  private final Environment environment =
      new Environment(
          NO_SERVER,
          services::values,
          new NodeContext("node", "192.0.2.1", List.of(), "cluster.local", "", Map.of()));

  private void service(String namespace, String name, String address) {
    services.put(
        namespace + "/" + name,
        KubeObject.parse(
            """
            {"metadata": {"namespace": "%s", "name": "%s"},
             "spec": {"clusterIP": "%s", "ports": [{"port": 80, "protocol": "TCP"}]}}
            """
                .formatted(namespace, name, address)));
  }

  private Map<String, String> variables(String pod) {
    Pod made = new Pod(KubeObject.parse(pod));
    return environment.of(made, made.containers().getFirst(), List.of());
  }

  private Map<String, String> variables() {
    return variables(
        """
        {"metadata": {"namespace": "shop"}, "spec": {"containers": [
          {"name": "c", "env": [{"name": "GREETING", "value": "hello"}]}]}}
        """);
  }

  @Test
  void variables_follow_the_services_of_the_namespace() {
    service("default", "kubernetes", "10.96.0.1");
    service("default", "other", "10.96.0.2");
    service("shop", "web", "10.96.0.3");
    assertThat(variables())
        .containsEntry("KUBERNETES_SERVICE_HOST", "10.96.0.1")
        .containsEntry("WEB_SERVICE_HOST", "10.96.0.3")
        .containsEntry("WEB_PORT_80_TCP", "tcp://10.96.0.3:80")
        .containsEntry("GREETING", "hello")
        .doesNotContainKey("OTHER_SERVICE_HOST");
    service("shop", "web", "10.96.0.4");
    service("shop", "shelf", "10.96.0.5");
    assertThat(variables())
        .containsEntry("WEB_SERVICE_HOST", "10.96.0.4")
        .containsEntry("SHELF_SERVICE_HOST", "10.96.0.5");
    services.remove("shop/web");
    assertThat(variables())
        .doesNotContainKey("WEB_SERVICE_HOST")
        .containsEntry("SHELF_SERVICE_HOST", "10.96.0.5");
  }

  @Test
  void a_variable_of_two_services_stays_when_one_of_them_is_deleted() {
    service("shop", "b", "10.96.0.3");
    service("shop", "b-port-80-tcp", "10.96.0.4");
    assertThat(variables()).containsKey("B_PORT_80_TCP_PORT");
    services.remove("shop/b");
    assertThat(variables()).containsEntry("B_PORT_80_TCP_PORT", "tcp://10.96.0.4:80");
  }

  @Test
  void without_links_only_the_api_server_is_found() {
    service("default", "kubernetes", "10.96.0.1");
    service("shop", "web", "10.96.0.3");
    assertThat(
            variables(
                """
                {"metadata": {"namespace": "shop"},
                 "spec": {"enableServiceLinks": false, "containers": [{"name": "c"}]}}
                """))
        .containsEntry("KUBERNETES_SERVICE_HOST", "10.96.0.1")
        .doesNotContainKey("WEB_SERVICE_HOST");
  }

  @Test
  void a_service_of_the_namespace_that_is_named_kubernetes_is_found_first() {
    service("default", "kubernetes", "10.96.0.1");
    service("a", "kubernetes", "10.96.0.7");
    service("shop", "kubernetes", "10.96.0.8");
    assertThat(variables()).containsEntry("KUBERNETES_SERVICE_HOST", "10.96.0.8");
    assertThat(
            variables("{\"metadata\": {\"namespace\": \"a\"}, \"spec\": {\"containers\": [{}]}}"))
        .containsEntry("KUBERNETES_SERVICE_HOST", "10.96.0.7");
  }

  /** Each had variables of its own, 2 MB. */
  @Test
  void containers_share_the_variables_of_their_services() {
    for (int i = 0; i < 2000; i++) {
      service("shop", "web-" + i, "10.96." + i / 250 + "." + i % 250);
    }
    List<Map<String, String>> kept = new ArrayList<>(List.of(variables()));
    System.gc();
    long before = usedHeap();
    for (int i = 0; i < 40; i++) {
      service("shop", "more-" + i, "10.97.0." + i);
      kept.add(variables());
    }
    System.gc();
    assertThat(usedHeap() - before).isLessThan(10 << 20);
    assertThat(kept.getLast()).hasSize(2040 * 7 + 1);
  }

  private static long usedHeap() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}

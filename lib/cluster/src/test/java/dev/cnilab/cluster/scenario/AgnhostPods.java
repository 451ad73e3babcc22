package dev.cnilab.cluster.scenario;

import dev.cnilab.cluster.ClusterSpec;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A cluster with pods of agnhost. */
abstract class AgnhostPods {
  @AutoClose static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withNodes(2));
    agnhost("netexec", "args: [netexec, --http-port=8080, --udp-port=8081]");
    agnhost(
        "porter",
        "args: [porter], env: [{name: SERVE_PORT_80, value: foo}, {name: SERVE_UDP_PORT_81, value:"
            + " bar}]");
    agnhost("host", "args: [serve-hostname, --http=false, --tcp, --udp, -v=4]");
    agnhost("files", "args: [test-webserver]");
    agnhost("args", "command: [/agnhost-2, entrypoint-tester], args: [one, two words]");
    agnhost(
        "mounts",
        "args: [mounttest, --fs_type=/cache, --new_file_0666=/cache/new, --file_perm=/cache/new,"
            + " --file_owner=/cache], volumeMounts: [{name: cache, mountPath: /cache}]");
    agnhost(
        "grpc",
        "args: [grpc-health-checking], readinessProbe: {grpc: {port: 5000}, periodSeconds: 1}");
    agnhost(
        "sick",
        "args: [grpc-health-checking, --delay-unhealthy-sec=0], readinessProbe: {grpc: {port:"
            + " 5000}, periodSeconds: 1}");
    agnhost("paused", "terminationMessagePolicy: FallbackToLogsOnError");
    for (String pod : new String[] {"netexec", "porter", "host", "files", "paused", "grpc"}) {
      cluster.awaitReady(pod);
    }
  }

  static void agnhost(String name, String container) {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          nodeName: worker-1
          restartPolicy: Never
          volumes: [{name: cache, emptyDir: {medium: Memory}}]
          containers: [{name: app, image: 'registry.k8s.io/e2e-test-images/agnhost:2.66.1', %s}]
        """
            .formatted(name, container));
  }

  static String ask(String target) {
    return cluster.inPod("netexec", "curl", "-sS", "-m", "9", "http://127.0.0.1:8080" + target);
  }

  static String dial(String pod, int port, String request, String protocol) {
    return ask(
        "/dial?host=%s&port=%d&request=%s&protocol=%s&tries=1"
            .formatted(cluster.pod(pod).ip(), port, request, protocol));
  }
}

package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.message.Failures;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.kubelet.ContainerStream;
import dev.cnilab.cluster.apiserver.kubelet.KubeletDialFailure;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.KubeletProxyFailure;
import dev.cnilab.cluster.apiserver.registry.ServerEgress;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Answers a client that asks for a stream over SPDY, which is not served: kubectl tries SPDY after
 * a refused WebSocket.
 */
record UpgradeRefusal(ServerEgress egress, Reply.Upgrade upgrade) {
  /** The answer to a request, or the one that it takes too long. From any thread. */
  static CompletableFuture<Reply.Final> of(
      ServerEgress egress, HttpLimits limits, Reply.Upgrade upgrade) {
    UpgradeRefusal refusal = new UpgradeRefusal(egress, upgrade);
    return NetworkWork.start(egress.loop(), "upgrade", refusal::reply)
        .orTimeout(limits.request().toNanos(), TimeUnit.NANOSECONDS)
        .exceptionally(failure -> Reply.Document.failure(Failures.status(failure)));
  }

  private Reply.Final reply() {
    KubeObject pod = upgrade.pod();
    RestRequest request = upgrade.request();
    egress.admission().require(request.user(), pod, request.path().getLast(), request.query());
    String node = pod.text("/spec/nodeName");
    if (!node.isEmpty()) {
      try (KubeletEndpoint kubelet = egress.kubelets().connect(node)) {
        kubelet.requireReachable();
        if (!upgrade.container().isEmpty()) {
          ContainerStream stream = ContainerStream.of(request.path().getLast());
          kubelet.require(stream, pod.namespace(), pod.name(), upgrade.container());
        }
      } catch (KubeletProxyFailure unreachable) {
        return new Reply.Text(500, String.valueOf(unreachable.getMessage()));
      } catch (KubeletDialFailure unreached) {
        return new Reply.Text(500, "error dialing backend: " + unreached.getMessage());
      } catch (ApiException refused) {
        return Reply.Document.failure(refused.status());
      }
    }
    return Reply.Document.failure(ApiErrors.badRequest("Upgrade request required").status());
  }
}

package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.authorization.Attributes;
import dev.cnilab.cluster.apiserver.custom.ApiExtension;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.rest.path.Containers;
import dev.cnilab.cluster.apiserver.http.rest.path.PodLogs;
import dev.cnilab.cluster.apiserver.http.stream.Channels;
import dev.cnilab.cluster.apiserver.http.stream.ExecSocket;
import dev.cnilab.cluster.apiserver.http.stream.LogSocket;
import dev.cnilab.cluster.apiserver.http.stream.Outputs;
import dev.cnilab.cluster.apiserver.http.stream.PortChannels;
import dev.cnilab.cluster.apiserver.http.stream.PortForwardSocket;
import dev.cnilab.cluster.apiserver.kubelet.ContainerStream;
import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.query.Query;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.apiserver.registry.ServerEgress;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;

/** Makes a stream's socket, once its user may have it and the kubelet is reached. In a task. */
record StreamStart(ApiCore core, ServerEgress egress) {
  PortForwardSocket portForward(StreamRequest wanted) {
    KubeObject pod = permitted(wanted);
    return new PortForwardSocket(egress.loop(), wanted.place(), kubelet(pod), pod);
  }

  PortChannels portChannels(StreamRequest wanted) {
    KubeObject pod = permitted(wanted);
    List<Integer> ports = PortChannels.ports(wanted.query().values("ports"));
    return new PortChannels(egress.loop(), wanted.place(), kubelet(pod), pod, ports);
  }

  LogSocket log(StreamRequest wanted, String subprotocol) {
    core.rbac().require(ResourceTypes.PODS, wanted.attributes("get"));
    KubeObject pod = pod(wanted);
    Reply.Log log = PodLogs.of(pod, wanted.query(), egress.loop().now());
    return new LogSocket(egress.loop(), wanted.place(), subprotocol, kubelet(pod), log.request());
  }

  ExecSocket command(StreamRequest wanted, Channels channels) {
    return wanted.path().getFirst().equals("apis")
        ? inExtension(wanted, channels)
        : inContainer(wanted, channels);
  }

  private ExecSocket inContainer(StreamRequest wanted, Channels channels) {
    KubeObject pod = permitted(wanted);
    Query query = wanted.query();
    ExecRequest exec =
        new ExecRequest(
            pod.namespace(),
            pod.name(),
            Containers.chosen(pod, query.text("container")),
            query.values("command"),
            query.isSet("stdin"),
            query.isSet("tty"));
    ContainerStream stream = ContainerStream.of(wanted.kind());
    if (stream == ContainerStream.EXEC && exec.command().isEmpty()) {
      throw ApiErrors.badRequest("you must specify at least one command for the container");
    }
    KubeletEndpoint kubelet = kubelet(pod);
    required(
        kubelet, () -> kubelet.require(stream, exec.namespace(), exec.pod(), exec.container()));
    return new ExecSocket(
        egress.loop(),
        wanted.place(),
        channels,
        sink ->
            switch (stream) {
              case EXEC -> kubelet.exec(exec, sink);
              case ATTACH -> kubelet.attach(exec, sink);
            },
        exec,
        new Outputs(query.isSet("stdout"), query.isSet("stderr")),
        kubelet::close);
  }

  private ExecSocket inExtension(StreamRequest wanted, Channels channels) {
    List<String> path = wanted.path();
    ApiExtension extension = core.extensions().serving(path).orElseThrow(ApiErrors::noSuchResource);
    ResourceType type =
        core.resources()
            .find(path.get(1), path.get(2), path.get(3))
            .orElseThrow(ApiErrors::noSuchResource);
    core.rbac()
        .require(
            type,
            Attributes.ofResource(wanted.user(), "create", type, wanted.kind(), "", path.get(4)));
    Query query = wanted.query();
    ExecRequest exec =
        ExecRequest.outsideOfPods(
            query.values("command"), query.isSet("stdin"), query.isSet("tty"));
    List<String> place = path.subList(3, path.size() - 1);
    return new ExecSocket(
        egress.loop(),
        wanted.place(),
        channels,
        sink -> extension.exec(place, exec, sink),
        exec,
        Outputs.ALL,
        () -> {});
  }

  /** The pod, if the user may begin a stream to it. */
  private KubeObject permitted(StreamRequest wanted) {
    requirePermission(wanted);
    KubeObject pod = pod(wanted);
    egress.admission().require(wanted.user(), pod, wanted.kind(), wanted.query());
    return pod;
  }

  private KubeObject pod(StreamRequest wanted) {
    return core.registry().get(ResourceTypes.PODS, wanted.namespace(), wanted.pod());
  }

  private KubeletEndpoint kubelet(KubeObject pod) {
    String node = pod.text("/spec/nodeName");
    if (node.isEmpty()) {
      throw ApiErrors.badRequest("pod " + pod.name() + " does not have a host assigned");
    }
    KubeletEndpoint kubelet = egress.kubelets().connect(node);
    required(kubelet, kubelet::requireReachable);
    return kubelet;
  }

  /** Closes the connection to a kubelet if a stream cannot begin. */
  private static void required(KubeletEndpoint kubelet, Runnable requirement) {
    try {
      requirement.run();
    } catch (RuntimeException refused) {
      kubelet.close();
      throw refused;
    }
  }

  /**
   * A WebSocket begins with a GET, so the verb is get. A user who may only create is also accepted:
   * once refused, kubectl would ask again with SPDY and a POST, which is not served here.
   */
  private void requirePermission(StreamRequest wanted) {
    if (core.rbac().allows(wanted.attributes("get")).isEmpty()) {
      core.rbac().require(ResourceTypes.PODS, wanted.attributes("create"));
    }
  }
}

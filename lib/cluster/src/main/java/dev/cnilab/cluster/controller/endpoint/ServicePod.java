package dev.cnilab.cluster.controller.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Pod;

/**
 * A pod behind a Service.
 *
 * @param ports {name, port, protocol} of each port of the Service on this pod
 * @param hostname its own DNS name below the Service's; "" for none
 * @param published whether the Service publishes its address, ready or not
 */
record ServicePod(Pod pod, ArrayNode ports, String hostname, boolean published) {
  static ServicePod of(KubeObject service, Pod pod) {
    ArrayNode ports = Json.array();
    for (JsonNode port : service.at("/spec/ports")) {
      int target = targetPort(port, pod);
      if (target > 0) {
        ObjectNode json = Json.object();
        if (!port.path("name").asText("").isEmpty()) {
          json.put("name", port.path("name").asText());
        }
        ports.add(json.put("port", target).put("protocol", port.path("protocol").asText("TCP")));
      }
    }
    KubeObject object = pod.object();
    boolean named = object.text("/spec/subdomain").equals(service.name());
    return new ServicePod(
        pod,
        ports,
        named ? object.text("/spec/hostname") : "",
        service.at("/spec/publishNotReadyAddresses").asBoolean());
  }

  /** Whether it belongs to those that take connections. */
  boolean answers() {
    return published || pod.isReady();
  }

  /** Whether Endpoints list it: until it is to end, or as long as it is published. */
  boolean isListed() {
    return published || !pod.object().isTerminating();
  }

  /** Its entry in an EndpointSlice. */
  ObjectNode endpoint() {
    ObjectNode endpoint = Json.object();
    endpoint.putArray("addresses").add(pod.ip());
    boolean terminating = pod.object().isTerminating();
    endpoint
        .putObject("conditions")
        .put("ready", published || (pod.isReady() && !terminating))
        .put("serving", pod.isReady())
        .put("terminating", terminating);
    if (!hostname.isEmpty()) {
      endpoint.put("hostname", hostname);
    }
    endpoint.put("nodeName", pod.nodeName()).set("targetRef", targetReference());
    return endpoint;
  }

  /** Its entry in Endpoints. */
  ObjectNode address() {
    ObjectNode address = Json.object().put("ip", pod.ip());
    if (!hostname.isEmpty()) {
      address.put("hostname", hostname);
    }
    address.put("nodeName", pod.nodeName()).set("targetRef", targetReference());
    return address;
  }

  /** The port on the pod: a number, or the container port of that name; 0 for none. */
  private static int targetPort(JsonNode servicePort, Pod pod) {
    JsonNode target = servicePort.path("targetPort");
    if (!target.isTextual()) {
      return target.asInt(servicePort.path("port").asInt());
    }
    for (JsonNode container : pod.object().at("/spec/containers")) {
      for (JsonNode port : container.path("ports")) {
        if (port.path("name").asText("").equals(target.asText())
            && port.path("protocol")
                .asText("TCP")
                .equals(servicePort.path("protocol").asText("TCP"))) {
          return port.path("containerPort").asInt();
        }
      }
    }
    return 0;
  }

  private ObjectNode targetReference() {
    return Json.object()
        .put("kind", "Pod")
        .put("namespace", pod.namespace())
        .put("name", pod.name())
        .put("uid", pod.object().uid());
  }
}

package dev.cnilab.cluster.image.cilium.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.Optional;

/**
 * The agent's answers to its plugin and to {@code cilium-dbg} on its socket: a request is {@code
 * {method, path, body}}, an answer {@code {status, body}}.
 *
 * @param router the address of the pods' next hop
 * @param mtu of pods' links
 * @param routeMtu of their routes
 */
public record AgentApi(
    NodeAddresses addresses, Endpoints endpoints, Ipv4Address router, int mtu, int routeMtu) {
  public static final String SOCKET = "/var/run/cilium/cilium.sock";

  public String answer(String question) {
    JsonNode request = Json.parse(question);
    JsonNode body = request.path("body");
    String call = request.path("method").asText() + " " + request.path("path").asText();
    return Json.text(
        switch (call) {
          case "GET /v1/config" -> answer(200, config());
          case "POST /v1/ipam" -> allocate(body.path("owner").asText());
          case "DELETE /v1/ipam" -> release(body);
          case "PUT /v1/endpoint" -> create(body);
          case "DELETE /v1/endpoint" -> delete(body);
          case "GET /v1/endpoint" -> list();
          default -> answer(404, Json.object());
        });
  }

  private static ObjectNode answer(int status, ObjectNode body) {
    return Json.object().put("status", status).set("body", body);
  }

  private ObjectNode config() {
    return Json.object()
        .put("router", router.toString())
        .put("deviceMTU", mtu)
        .put("routeMTU", routeMtu);
  }

  private ObjectNode allocate(String owner) {
    Optional<Ipv4Address> address = addresses.allocate(owner);
    return address
        .map(each -> answer(201, Json.object().put("ip", each.toString())))
        .orElseGet(() -> answer(502, Json.object().put("message", "range is full")));
  }

  private ObjectNode release(JsonNode body) {
    addresses.release(Ipv4Address.parse(body.path("ip").asText()));
    return answer(200, Json.object());
  }

  private ObjectNode create(JsonNode body) {
    ObjectNode numbered = body.deepCopy();
    numbered.put("id", endpoints.freeId());
    return answer(endpoints.create(CiliumEndpoint.parse(numbered)) ? 201 : 400, Json.object());
  }

  private ObjectNode delete(JsonNode body) {
    endpoints.delete(body.path("container-id").asText());
    return answer(200, Json.object());
  }

  private ObjectNode list() {
    ObjectNode body = Json.object();
    endpoints.all().forEach(each -> body.withArray("endpoints").add(each.toJson()));
    return answer(200, body);
  }
}

package dev.cnilab.lab.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cnilab.lab.client.message.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** An API server that serves lists of objects by path, and a cluster that uses it. */
public final class FakeApi implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, List<Json>> lists = new ConcurrentHashMap<>();
  private final Cluster cluster;

  public FakeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    cluster =
        Cluster.fromKubeconfig(
            """
            {"apiVersion": "v1", "kind": "Config", "current-context": "x",
             "clusters": [{"name": "c", "cluster": {"server": "http://127.0.0.1:%d"}}],
             "users": [{"name": "u", "user": {"token": "t"}}],
             "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}]}
            """
                .formatted(server.getAddress().getPort()));
  }

  public Cluster cluster() {
    return cluster;
  }

  /** Sets the objects at a path such as {@code /api/v1/nodes}. */
  public void list(String path, Json... objects) {
    lists.put(path, List.of(objects));
  }

  /** The object at a path, if it exists. */
  public Json get(String path) {
    return Json.parse(one(path));
  }

  /** Performs a request. */
  private void change(String method, String path, InputStream body) throws IOException {
    String collection = method.equals("POST") ? path : path.replaceAll("/[^/]*$", "");
    List<Json> objects = new ArrayList<>(lists.getOrDefault(collection, List.of()));
    Json here = method.equals("POST") ? Json.ABSENT : Json.parse(one(path));
    switch (method) {
      case "POST", "PUT", "PATCH" -> {
        Json sent = Json.parse(new String(body.readAllBytes(), UTF_8));
        objects.remove(here);
        objects.add(method.equals("PATCH") ? Json.of(merged(here.value(), sent.value())) : sent);
      }
      case "DELETE" -> objects.remove(here);
      default -> {
        return;
      }
    }
    lists.put(collection, objects);
  }

  /** Merges as in RFC 7386. */
  private static Object merged(Object before, Object sent) {
    if (!(sent instanceof Map<?, ?> fields)) {
      return sent;
    }
    Map<Object, Object> all = new HashMap<>(before instanceof Map<?, ?> map ? map : Map.of());
    fields.forEach(
        (name, value) -> {
          if (value == null) {
            all.remove(name);
          } else {
            all.put(name, merged(all.getOrDefault(name, ""), value));
          }
        });
    return all;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    change(exchange.getRequestMethod(), path, exchange.getRequestBody());
    List<Json> objects = lists.get(path);
    String body =
        objects == null
            ? one(path)
            : exchange.getRequestMethod().equals("POST")
                ? objects.getLast().toString()
                : table(objects);
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(body.equals("{}") ? 404 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String table(List<Json> objects) {
    Stream<Map<String, Object>> rows =
        objects.stream()
            .map(
                object ->
                    Map.of(
                        "cells", List.of(object.text("/metadata/name")), "object", object.value()));
    return Json.of(
            Map.of(
                "columnDefinitions",
                List.of(Map.of("name", "Name", "priority", 0)),
                "rows",
                rows.toList()))
        .toString();
  }

  private String one(String path) {
    int slash = path.lastIndexOf('/');
    return lists.getOrDefault(path.substring(0, slash), List.of()).stream()
        .filter(object -> object.text("/metadata/name").equals(path.substring(slash + 1)))
        .findFirst()
        .map(Json::toString)
        .orElse("{}");
  }

  @Override
  public void close() {
    cluster.close();
    server.stop(0);
  }
}

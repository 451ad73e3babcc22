package dev.cnilab.cluster.apiserver.validation.service;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.IpRules;
import dev.cnilab.cluster.apiserver.validation.field.PortRules;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.List;

/** Ingresses: hosts, paths and backends. */
public final class IngressRules {
  private static final List<String> TYPES = List.of("Exact", "ImplementationSpecific", "Prefix");
  private static final List<String> NOT_IN_PATH = List.of("//", "/./", "/../", "%2f", "%2F");
  private static final List<String> NOT_AT_END = List.of("/..", "/.");
  private static final String WILDCARD =
      "\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

  private IngressRules() {}

  public static void either(ValidatedField spec) {
    if (spec.field("rules").isEmpty() && !spec.has("defaultBackend")) {
      spec.invalid(NullNode.getInstance(), "either `defaultBackend` or `rules` must be specified");
    }
  }

  public static void host(ValidatedField host) {
    if (host.text().isEmpty()) {
      return;
    }
    if (IpRules.parse(host.text()).isPresent()) {
      host.invalid("must be a DNS name, not an IP address");
    } else if (!host.text().contains("*")) {
      host.invalid(Format.SUBDOMAIN.violations(host.text()));
    } else if (!host.text().matches(WILDCARD)) {
      host.invalid(
          "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain,"
              + " which must consist of lower case alphanumeric characters, '-' or '.' and end with"
              + " an alphanumeric character (e.g. '*.example.com', regex used for validation is '"
              + WILDCARD
              + "')");
    }
  }

  /** The host name of a load balancer. */
  public static void notAnAddress(ValidatedField name) {
    if (IpRules.parse(name.text()).isPresent()) {
      name.invalid("must be a DNS name, not an IP address");
    }
  }

  public static void path(ValidatedField path) {
    if (!path.has("pathType")) {
      path.field("pathType").required("pathType must be specified");
    } else {
      typed(path);
      backend(path.field("backend"));
    }
  }

  private static void typed(ValidatedField path) {
    ValidatedField text = path.field("path");
    switch (path.text("pathType")) {
      case "Exact", "Prefix" -> strictly(text);
      case "ImplementationSpecific" -> {
        if (!text.isEmpty() && !text.text().startsWith("/")) {
          text.invalid("must be an absolute path");
        }
      }
      default -> path.field("pathType").notSupported(TYPES);
    }
  }

  private static void strictly(ValidatedField path) {
    if (!path.text().startsWith("/")) {
      path.invalid(path.text(), "must be an absolute path");
      return;
    }
    for (String part : NOT_IN_PATH) {
      if (path.text().contains(part)) {
        path.invalid("must not contain '" + part + "'");
      }
    }
    for (String end : NOT_AT_END) {
      if (path.text().endsWith(end)) {
        path.invalid("must not end with '" + end + "'");
      }
    }
  }

  public static void backend(ValidatedField backend) {
    boolean service = backend.has("service");
    if (service && backend.has("resource")) {
      backend.invalid("", "cannot set both resource and service backends");
    } else if (service) {
      service(backend, backend.field("service"));
    } else if (!backend.has("resource")) {
      backend.invalid("", "resource or service backend is required");
    }
  }

  private static void service(ValidatedField backend, ValidatedField service) {
    ValidatedField name = service.field("name");
    if (name.isEmpty()) {
      name.required("");
    } else {
      name.invalid(Format.LABEL.violations(name.text()));
    }
    ValidatedField port = service.field("port");
    boolean named = !port.text("name").isEmpty();
    boolean numbered = port.field("number").number() != 0;
    if (named && numbered) {
      backend.invalid("", "cannot set both port name & port number");
    } else if (named) {
      port.field("name").invalid(PortRules.nameViolations(port.text("name")));
    } else if (numbered) {
      Checks.range(1, 65535).at(port.field("number"));
    } else {
      backend.required("port name or number is required");
    }
  }

  public static void parameters(ValidatedField parameters) {
    ValidatedField namespace = parameters.field("namespace");
    boolean ofNamespace = parameters.text("scope").equals("Namespace");
    if (ofNamespace && namespace.isEmpty()) {
      namespace.required("`parameters.scope` is set to 'Namespace'");
    } else if (parameters.text("scope").equals("Cluster") && !namespace.isEmpty()) {
      namespace.forbidden("`parameters.scope` is set to 'Cluster'");
    }
  }
}

package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A server with a custom resource. */
abstract class DefinedPools {
  static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: pools.net.example.com}
      spec:
        group: net.example.com
        scope: Namespaced
        names: {plural: pools, kind: Pool, shortNames: [po2], categories: [nets]}
        versions:
        - name: v1beta1
          served: true
          storage: false
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        - name: v1
          served: true
          storage: true
          subresources:
            status: {}
            scale: {specReplicasPath: .spec.nodes, statusReplicasPath: .status.nodes}
          additionalPrinterColumns:
          - {name: CIDR, type: string, jsonPath: .spec.cidr}
          - {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
          - {name: Nodes, type: integer, jsonPath: .spec.nodes, priority: 1}
          schema:
            openAPIV3Schema:
              type: object
              required: [spec]
              properties:
                spec:
                  description: What the pool is made of.
                  type: object
                  required: [cidr]
                  properties:
                    cidr: {type: string, pattern: '^[0-9./]+$', description: The range.}
                    nodes: {type: integer, minimum: 1, maximum: 9, default: 3}
                    mode: {type: string, enum: [Always, Never], default: Always}
                    port: {x-kubernetes-int-or-string: true}
                    tags: {type: array, x-kubernetes-list-type: set, maxItems: 2, items: {type: string}}
                status:
                  type: object
                  x-kubernetes-preserve-unknown-fields: true
      """;

  static final String POOL =
      """
      apiVersion: net.example.com/v1
      kind: Pool
      metadata: {name: main}
      spec: {cidr: 10.1.0.0/16%s}
      """;
  @AutoClose static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    assertThat(server.kubectlWithInput(DEFINITION, "apply", "-f", "-").succeeded())
        .isEqualTo("customresourcedefinition.apiextensions.k8s.io/pools.net.example.com created\n");
    server.kubectl("wait", "--for=condition=Established", "crd/pools.net.example.com").succeeded();
  }
}

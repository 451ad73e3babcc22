/** The OpenAPI v3 documents: what kubectl validates, applies and explains with. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.openapi;

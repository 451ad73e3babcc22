/** What the API server does for CustomResourceDefinitions: it serves what they define. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.definition;

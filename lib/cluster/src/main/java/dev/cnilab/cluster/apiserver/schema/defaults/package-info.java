/** What an object leaves out and the server fills in. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.schema.defaults;

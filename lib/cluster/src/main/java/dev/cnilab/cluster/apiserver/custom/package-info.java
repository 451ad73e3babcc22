/**
 * Kinds beside the built-in ones: those that a CustomResourceDefinition adds, with what their
 * schema prunes, fills in and requires; and those that another component answers, as with API
 * aggregation.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.custom;

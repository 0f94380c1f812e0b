/**
 * The actions of others that generated workflows use, by commit: a tag can be moved, a commit cannot. The commit of
 * checkout v7.0.0 was read in the workflows of several unrelated public projects that name the tag beside it.
 */
export const checkout = 'actions/checkout@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0 # v7.0.0'

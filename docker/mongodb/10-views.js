// Runs once, when MongoDB creates its data: the query service owns the views' database and nothing else.
db.getSiblingDB("fiches").createUser({
  user: "fiches",
  pwd: process.env.FICHES_MONGO_PASSWORD,
  roles: [{ role: "readWrite", db: "fiches" }],
});

-- Takes back the list of channels whose tickets were erased; those that still stand are for staff to delete.
DROP TABLE alphapy.left_ticket_rooms;
